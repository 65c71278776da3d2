import {randomBytes} from 'node:crypto'
import type pg from 'pg'
import {inject, onTestFinished} from 'vitest'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {connect, withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'

/** The shared test server, signed in as a superuser, at its maintenance database. */
export function testServer(): Address {
  const url = new URL(inject('serverUrl'))
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    database: url.pathname.slice(1) || 'postgres',
    user: decodeURIComponent(url.username) || 'postgres',
    ...(url.password ? {password: decodeURIComponent(url.password)} : {}),
    tls: {mode: 'disable'},
  }
}

/** An empty database of the test's own, dropped when the test ends. `sql` is run in it first. */
export async function createDatabase(sql = ''): Promise<Address> {
  const server = testServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  await withConnection(server, (client) => client.query(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE template0`))
  onTestFinished(() =>
    withConnection(server, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${quoteIdent(name)} WITH (FORCE)`)
    }),
  )
  const address = withDatabase(server, name)
  if (sql) await withConnection(address, (client) => client.query(sql))
  return address
}

/** A session that is closed when the test ends. */
export async function session(address: Address): Promise<pg.Client> {
  const client = await connect(address)
  onTestFinished(() => client.end().catch(() => {}))
  return client
}
