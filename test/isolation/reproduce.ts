import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type pg from 'pg'
import {from} from 'pg-copy-streams'
import type {Leak} from '../../src/isolation/proof.ts'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {isServerError} from '../../src/postgres/errors.ts'
import {readScript} from '../../src/postgres/script/read.ts'

/** Runs a reproducer as psql does with ON_ERROR_STOP: the verdict of its last row, or the SQLSTATE that ended it. */
export async function runReproducer(client: pg.Client, script: string): Promise<string> {
  let verdict = 'nothing'
  try {
    for (const statement of readScript(script, {file: 'reproducer.sql'})) {
      if (statement.kind === 'copy') await pipeline(Readable.from([statement.data]), client.query(from(statement.text)))
      else {
        const result: pg.QueryResult<{verdict?: string}> = await client.query(statement.text)
        verdict = result.rows?.[0]?.verdict ?? verdict
      }
    }
    return verdict
  } catch (error) {
    if (!isServerError(error)) throw error
    return error.code
  } finally {
    await client.query('ROLLBACK')
  }
}

/** What the script of a leak shows in that database, in a session of its own. */
export const shown = (address: Address, {reproducer}: Leak): Promise<string> =>
  withConnection(address, (client) => runReproducer(client, reproducer.script))
