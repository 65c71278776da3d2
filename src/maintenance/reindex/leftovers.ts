import type pg from 'pg'
import {array, number, object, parse, string} from 'valibot'
import {isServerError} from '../../postgres/errors.ts'
import {readSql} from '../../postgres/sql-file.ts'
import type {Action} from '../action.ts'

const shape = array(object({identity: string(), twin: string(), bytes: number()}))

/** Drops what failed REINDEX CONCURRENTLY runs left behind; every write maintains such an index, no query uses it. */
export async function dropLeftovers(client: pg.Client): Promise<readonly Action[]> {
  const {rows} = await client.query(await readSql('maintenance/leftovers.sql'))
  const actions: Action[] = []
  for (const {identity, twin, bytes} of parse(shape, rows)) {
    const startedAt = new Date()
    const start = performance.now()
    const error = await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${identity}`).then(
      () => null,
      (error: unknown) => {
        if (!isServerError(error)) throw error
        return error.message
      },
    )
    actions.push({
      task: 'reindex',
      object: identity,
      reason: `dropped: the leftover of a failed rebuild of ${twin}`,
      outcome: error === null ? 'done' : 'failed',
      startedAt,
      ms: performance.now() - start,
      before: {bytes, deadRows: null},
      after: error === null ? {bytes: 0, deadRows: null} : null,
      error,
    })
  }
  return actions
}
