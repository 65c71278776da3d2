import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, type TestContext} from 'vitest'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {startServer, type ThrowawayServer} from './throwaway-server.ts'

const ROOT = '/usr/lib/postgresql'

/** The folder of the newest installed PostgreSQL, with its server, pg_dump and pg_restore; null where there is none. */
export const installedBin: string | null =
  (existsSync(ROOT) ? readdirSync(ROOT) : [])
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(ROOT, version, 'bin'))
    .find((bin) => ['initdb', 'postgres', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(bin, name)))) ?? null

export type Installed = {
  readonly bin: string
  readonly server: Address
  /** An empty database, or one in which this ran. */
  readonly database: (sql?: string) => Promise<Address>
}

/** A server of the installed PostgreSQL, for the tests of one file; those are skipped where there is none. */
export function installedServer(): (context: TestContext) => Promise<Installed> {
  let starting: Promise<ThrowawayServer> | undefined
  let made = 0
  afterAll(async () => (await starting)?.stop())
  return async (context) => {
    if (installedBin === null) return context.skip(`no PostgreSQL with pg_dump and pg_restore is installed in ${ROOT}`)
    starting ??= startServer({bin: installedBin})
    const {address: server} = await starting
    const database = async (sql = '') => {
      const name = `db_${++made}`
      await withConnection(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`))
      const address = withDatabase(server, name)
      if (sql) await withConnection(address, (client) => client.query(sql))
      return address
    }
    return {bin: installedBin, server, database}
  }
}
