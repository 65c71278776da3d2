import {randomBytes} from 'node:crypto'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {testServer} from './database.ts'

/** An empty database, dropped when `work` has ended: for tests that run side by side. */
export async function withScratch<T>(sql: string, work: (address: Address) => Promise<T>): Promise<T> {
  const server = testServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  await withConnection(server, (client) => client.query(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE template0`))
  const address = withDatabase(server, name)
  try {
    await withConnection(address, (client) => client.query(sql))
    return await work(address)
  } finally {
    await dropSubscriptions(address)
    await withConnection(server, (client) => client.query(`DROP DATABASE ${quoteIdent(name)} WITH (FORCE)`))
  }
}

/** A database with a subscription cannot be dropped. */
const dropSubscriptions = (address: Address): Promise<void> =>
  withConnection(address, async (client) => {
    const {rows} = await client.query<{name: string}>(
      'SELECT subname AS name FROM pg_subscription JOIN pg_database d ON d.oid = subdbid WHERE d.datname = current_database()',
    )
    for (const {name} of rows) {
      const subscription = `SUBSCRIPTION ${quoteIdent(name)}`
      await client.query(`ALTER ${subscription} DISABLE`)
      await client.query(`ALTER ${subscription} SET (slot_name = NONE)`)
      await client.query(`DROP ${subscription}`)
    }
  })
