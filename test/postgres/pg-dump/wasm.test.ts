import {execFile} from 'node:child_process'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {expect, onTestFinished, test} from 'vitest'
import {withDatabase} from '../../../src/postgres/address.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import {dumpSchema} from '../../../src/postgres/pg-dump/dump.ts'
import {greeting} from '../../../src/postgres/pg-dump/greeting.ts'
import {runWorker} from '../../../src/postgres/pg-dump/worker.ts'
import {quoteIdent} from '../../../src/postgres/quote.ts'
import {createDatabase, session, testServer} from '../../support/database.ts'
import {RICH_SCHEMA} from '../../support/rich-schema.ts'
import {createRole} from '../../support/role.ts'
import {collect, loadable, WASM, withoutNoise} from './collect.ts'

/** Our sessions in that database, other than the one that asks. */
async function sessions(database: string): Promise<number> {
  return withConnection(testServer(), async (client) => {
    const {rowCount} = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [database])
    return rowCount ?? 0
  })
}

test('dumps every kind of object, so that loading the dump gives the same dump', async () => {
  const original = await createDatabase(RICH_SCHEMA)
  const sql = await collect(original)
  expect(sql).toContain(`-- Dumped by pg_dump version ${WASM.version}`)
  for (const text of ['CREATE POLICY own', 'BEGIN ATOMIC', 'ünïcode 🐘', 'CREATE TABLE "Odd ""Schäma"" name"."select"'])
    expect(sql).toContain(text)
  const copy = await createDatabase(loadable(sql))
  const again = await collect(await createDatabase(loadable(await collect(copy))))
  expect(withoutNoise(again)).toBe(withoutNoise(await collect(copy)))
})

test('takes only the named schemas and tables, whatever their names', async () => {
  const address = await createDatabase(RICH_SCHEMA)
  const odd = 'Odd "Schäma" name'
  const some = await collect(address, WASM, {schemas: [odd], noOwner: true, noPrivileges: true})
  expect(some).toContain('"select"')
  expect(some).not.toMatch(/app\.users|OWNER TO|GRANT/)
  expect(await collect(address, WASM, {excludeSchemas: ['app']})).not.toContain('CREATE TABLE app')
  expect(await collect(address, WASM, {tables: [{schema: odd, name: 'select'}]})).not.toContain('app.')
  expect(await collect(address, WASM, {excludeTables: [{schema: odd, name: 'select'}]})).not.toContain('"select"')
  await expect(collect(address, WASM, {schemas: ['ap*']})).rejects.toMatchObject({
    code: 'no_such_object',
    message: expect.stringContaining('"ap*"'),
  })
  const excludeSchemas = Array.from({length: 3000}, (_, i) => `some_tenant_${i}`)
  await expect(collect(address, WASM, {excludeSchemas})).rejects.toMatchObject({code: 'too_many_names'})
})

test('reaches a database with a hostile name', async () => {
  const name = `test 'x' "y" dbname=postgres ünï;-- ${process.pid}`
  const server = testServer()
  const run = (sql: string) => withConnection(server, (client) => client.query(sql))
  await run(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE template0`)
  onTestFinished(async () => {
    await run(`DROP DATABASE ${quoteIdent(name)}`)
  })
  const address = withDatabase(server, name)
  await withConnection(address, (client) => client.query('CREATE TABLE only_here ()'))
  expect(await collect(address)).toContain('CREATE TABLE public.only_here')
})

test('names every table that the user may not read, and the grants', async () => {
  const user = await createRole('LOGIN', `test "reader" ${process.pid}`)
  const address = await createDatabase('CREATE TABLE a (); CREATE TABLE "B b" (); CREATE SCHEMA s; CREATE TABLE s.c ()')
  await expect(collect({...address, user})).rejects.toMatchObject({
    code: 'permission_denied',
    message: expect.stringMatching(/may not read "public"\."B b", "public"\."a", "s"\."c"$/),
    hint: expect.stringContaining(`GRANT USAGE ON SCHEMA "s" TO ${quoteIdent(user)}`),
  })
  await expect(collect({...address, user}, WASM, {excludeSchemas: ['public']})).rejects.toMatchObject({
    message: expect.stringMatching(/may not read "s"\."c"$/),
  })
})

test('cancelling while it waits for a lock ends the session on the server', async () => {
  const address = await createDatabase('CREATE TABLE held ()')
  const holder = await session(address)
  await holder.query('BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE')
  const stop = new AbortController()
  const dump = collect(address, WASM, {signal: stop.signal})
  setTimeout(() => stop.abort(), 500)
  await expect(dump).rejects.toMatchObject({code: 'cancelled'})
  await sleep(100)
  expect(await sessions(address.database)).toBe(1)
  await expect(collect(address, WASM, {signal: stop.signal})).rejects.toMatchObject({code: 'cancelled'})
  await expect(collect(address, WASM, {lockTimeout: 50})).rejects.toMatchObject({code: 'lock_timeout'})
})

test('a session ended by the server is a lost connection', async () => {
  const address = await createDatabase('CREATE TABLE held ()')
  const holder = await session(address)
  await holder.query('BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE')
  const lost = expect(collect(address)).rejects.toMatchObject({code: 'connection_lost'})
  await sleep(500)
  await holder.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  await lost
})

test('a crash in WASM is told, and the next dump is none the worse', async () => {
  const address = await createDatabase('CREATE TABLE one ()')
  const client = await session(address)
  const {bytes} = await greeting(client)
  const socket = client.connection.stream
  socket.removeAllListeners('data')
  const args = Array.from({length: 50_000}, (_, i) => `--exclude-schema=too_much_for_the_stack_${i}`)
  const result = await runWorker(socket, {args, greeting: bytes})
  socket.destroy()
  expect(result).toMatchObject({kind: 'failed', crash: expect.stringMatching(/memory|stack|bounds/i)})
  expect(await collect(address)).toContain('public.one')
})

test('two dumps at once do not meet', async () => {
  const [one, two] = [await createDatabase('CREATE TABLE one ()'), await createDatabase('CREATE TABLE two ()')]
  const [first, second] = await Promise.all([collect(one), collect(two)])
  expect(first).toContain('public.one')
  expect(first).not.toContain('public.two')
  expect(second).toContain('public.two')
})

test('leaves no session behind, whether read to the end or not', async () => {
  const address = await createDatabase(RICH_SCHEMA)
  await collect(address)
  for await (const text of dumpSchema(address, WASM)) {
    expect(text).toContain('PostgreSQL database dump')
    break
  }
  await sleep(50)
  expect(await sessions(address.database)).toBe(0)
})

test('does not keep the process alive', async () => {
  const address = await createDatabase('CREATE TABLE one ()')
  const module = new URL('../../../src/postgres/pg-dump/dump.ts', import.meta.url).href
  const script = `
    const {dumpSchema} = await import(${JSON.stringify(module)})
    let length = 0
    for await (const text of dumpSchema(${JSON.stringify(address)}, ${JSON.stringify(WASM)})) length += text.length
    console.log(length, process.getActiveResourcesInfo().filter((name) => /Worker|Port|TCP/.test(name)).length)`
  const tsx = import.meta.resolve('tsx')
  const args = ['--import', tsx, '--input-type=module', '--eval', script]
  const {stdout} = await promisify(execFile)(process.execPath, args, {timeout: 20_000})
  expect(stdout).toMatch(/^\d{3,} 0\n$/)
})
