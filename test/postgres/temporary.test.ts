import {expect, test} from 'vitest'
import {connect} from '../../src/postgres/connect.ts'
import {copyDatabase, databaseExists} from '../../src/postgres/database.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {abandonedDatabases, sweep, withTemporaryDatabase} from '../../src/postgres/temporary.ts'
import {session} from '../support/database.ts'
import {startServer} from '../support/throwaway-server.ts'

test('what a killed command left is found and dropped; what is in use, or nobody knows, stays', async () => {
  const server = await startServer()
  try {
    const client = await session(server.address)
    const create = (name: string) => client.query(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE template0`)
    const inUse = 'pgplumb_copy_0123456789ab'
    for (const name of [inUse, 'pgplumb_old_0123456789ab', `pgplumb_shadow_${'a'.repeat(24)}`]) await create(name)
    for (const name of ['pgplumb_copy_of_mine', 'pgplumb_verify_0123456789abc', `pgplumb_shadow_${'b'.repeat(24)}`])
      await create(name)
    await client.query(`ALTER DATABASE pgplumb_shadow_${'b'.repeat(24)} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`)
    const inside = await session({...server.address, database: inUse})

    // Another process: killed in the midst of its work, and one that goes on.
    const [killed, alive] = [await connect(server.address), await session(server.address)]
    let finish = () => {}
    const running = new Promise<void>((resolve) => {
      finish = resolve
    })
    const makes = (by: typeof client, until: Promise<unknown>) =>
      new Promise<string>((resolve, reject) => {
        withTemporaryDatabase(by, 'proof', async (name) => {
          await copyDatabase(by, 'template0', name)
          resolve(name)
          await until
        }).catch(reject)
      })
    const left = await makes(killed, new Promise(() => {}))
    const kept = await makes(alive, running)
    // Making those swept the others before.
    expect(await databaseExists(client, 'pgplumb_old_0123456789ab')).toBe(false)
    await create('pgplumb_new_0123456789ab')
    expect(await abandonedDatabases(client)).toEqual(['pgplumb_new_0123456789ab'])
    await killed.end()
    await expect.poll(() => abandonedDatabases(client)).toContain(left)
    await sweep(client)
    expect(await abandonedDatabases(client)).toEqual([])
    expect(await databaseExists(client, left)).toBe(false)
    expect(await databaseExists(client, kept)).toBe(true)
    await inside.end()
    finish()
    await expect.poll(() => databaseExists(client, kept)).toBe(false)
    await expect.poll(() => abandonedDatabases(client)).toEqual([inUse])
    const {rows} = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'pgplumb%' ORDER BY 1")
    expect(rows.map(({datname}) => datname)).toEqual([
      inUse,
      'pgplumb_copy_of_mine',
      `pgplumb_shadow_${'b'.repeat(24)}`,
      'pgplumb_verify_0123456789abc',
    ])
  } finally {
    await server.stop()
  }
})

test('a login that owns none of them leaves them alone', async () => {
  const server = await startServer()
  try {
    const client = await session(server.address)
    await client.query('CREATE ROLE someone LOGIN CREATEDB; ')
    await client.query('CREATE DATABASE pgplumb_copy_0123456789ab TEMPLATE template0')
    await client.query('SET ROLE someone')
    expect(await abandonedDatabases(client)).toEqual([])
    await client.query('RESET ROLE')
    expect(await abandonedDatabases(client)).toEqual(['pgplumb_copy_0123456789ab'])
  } finally {
    await server.stop()
  }
})
