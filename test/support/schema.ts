import {randomBytes} from 'node:crypto'
import {onTestFinished} from 'vitest'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {copyDatabase, dropDatabase, withServer} from '../../src/postgres/database.ts'
import type {PgDumpChoice} from '../../src/postgres/pg-dump/choice.ts'
import {choosePgDump} from '../../src/postgres/pg-dump/choose.ts'
import {testServer} from './database.ts'

/** The pg_dump that fits the test server. */
export const pgDumpForTests = (): Promise<PgDumpChoice> => pgDumpFor(testServer())

/** The pg_dump that fits a server. */
export async function pgDumpFor(server: Address): Promise<PgDumpChoice> {
  const version = await withConnection(server, async (client) => {
    const {rows} = await client.query<{major: number}>(
      "SELECT current_setting('server_version_num')::int / 10000 AS major",
    )
    return rows[0]?.major ?? 0
  })
  return choosePgDump({serverMajor: version, path: process.env.PATH ?? ''})
}

/** A copy of a database nobody is connected to, dropped when the test ends. */
export async function copyOf(template: Address): Promise<Address> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await withServer(template, (client) => copyDatabase(client, template.database, name))
  onTestFinished(() => withServer(template, (client) => dropDatabase(client, name, {force: true})))
  return withDatabase(template, name)
}
