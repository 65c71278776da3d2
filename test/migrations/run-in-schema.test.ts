import {expect, test} from 'vitest'
import {type SchemaRunOptions, upInSchema} from '../../src/migrations/run-in-schema.ts'
import {readHistories} from '../../src/migrations/schema-histories.ts'
import type {Address} from '../../src/postgres/address.ts'
import type {connect} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, recorder, rejection, rows} from './support.ts'

const NAMES = ['tenant_1', 'Ünïcode "quoted" tenant', 'select']
const schemas = (names: readonly string[]) => names.map((name) => `CREATE SCHEMA ${quoteIdent(name)};`).join('\n')

const run = (
  client: Awaited<ReturnType<typeof connect>>,
  address: Address,
  files: Record<string, string>,
  options: SchemaRunOptions,
) => upInSchema(client, address, folderOf(files), options).then((ran) => ran.map(({migration}) => migration.version))

const FILES = {
  '001_users.sql': 'CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY);',
  '002_phone.sql': 'ALTER TABLE users ADD COLUMN IF NOT EXISTS phone text; SET search_path = pg_catalog;',
  '003_rows.sql': 'INSERT INTO users VALUES (1) ON CONFLICT DO NOTHING;',
}

test('each schema gets its own tables and its own history, in one session, whatever its name', async () => {
  const address = await createDatabase(schemas(NAMES))
  const client = await session(address)
  for (const schema of NAMES) expect(await run(client, address, FILES, {schema}), schema).toEqual(['001', '002', '003'])
  for (const schema of NAMES) {
    expect(await rows(client, `SELECT id::int, phone FROM ${quoteIdent(schema)}.users`)).toEqual([{id: 1, phone: null}])
    expect(await run(client, address, FILES, {schema}), schema).toEqual([])
  }
  expect(await rows(client, "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([])
  const histories = await readHistories(client, [...NAMES, 'absent'], 'schema_migrations')
  expect([...histories].map(([name, {history, ready}]) => [name, history.size, ready])).toEqual([
    ...NAMES.map((name) => [name, 3, true]),
    ['absent', 0, false],
  ])
  expect(await rows(client, 'SHOW search_path')).toEqual([{search_path: '"$user", public'}])
})

test('it is one transaction: a file that fails leaves nothing of those before it', async () => {
  const address = await createDatabase(schemas(['one', 'two']))
  const client = await session(address)
  const files = {...FILES, '004_wrong.sql': 'SELECT 1 / (SELECT count(*) FROM public.settings);'}
  await client.query('CREATE TABLE public.settings (n int)')
  expect(await rejection(run(client, address, files, {schema: 'one'}))).toMatchObject({
    code: 'migration_failed',
    message: 'division by zero',
    place: {file: 'sql/migrations/004_wrong.sql', line: 1},
  })
  expect(await rows(client, "SELECT FROM pg_class WHERE relnamespace = 'one'::regnamespace")).toEqual([])
  await client.query('INSERT INTO public.settings VALUES (1)')
  expect(await run(client, address, files, {schema: 'two'})).toHaveLength(4)
  expect(await run(client, address, files, {schema: 'one'})).toHaveLength(4)
})

test('what was read before and is stale is read again, and nothing runs twice', async () => {
  const address = await createDatabase(schemas(['one']))
  const client = await session(address)
  const files = {'001_rows.sql': 'CREATE TABLE counter (n int); INSERT INTO counter VALUES (1);'}
  const before = (await readHistories(client, ['one'], 'schema_migrations')).get('one')
  await run(client, address, files, {schema: 'one'})
  expect(await run(client, address, files, {schema: 'one', ...(before ? {known: before} : {})})).toEqual([])
  const empty = {history: new Map(), ready: true}
  expect(await run(client, address, files, {schema: 'one', known: empty})).toEqual([])
  expect(await rows(client, 'SELECT n FROM one.counter')).toEqual([{n: 1}])
})

test('eight at once over the same schemas: every file once', async () => {
  const names = ['a', 'b', 'c', 'd']
  const address = await createDatabase(schemas(names))
  const files = {'001_rows.sql': 'CREATE TABLE counter (n int);', '002_more.sql': 'INSERT INTO counter VALUES (1);'}
  const ran = await Promise.all(
    Array.from({length: 8}, async () => {
      const client = await session(address)
      let count = 0
      for (const schema of names) count += (await run(client, address, files, {schema})).length
      return count
    }),
  )
  expect(ran.reduce((sum, n) => sum + n)).toBe(8)
  const client = await session(address)
  for (const schema of names) expect(await rows(client, `SELECT n FROM ${schema}.counter`)).toEqual([{n: 1}])
})

test('what cannot run in a transaction runs alone, known or learnt, and the session is as it was', async () => {
  const address = await createDatabase(schemas(['one', 'two']))
  const client = await session(address)
  const files = {
    ...FILES,
    '004_index.sql': 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_phone ON users (phone);',
    '005_enum.sql': "CREATE TYPE size AS ENUM ('s');",
    '006_label.sql': "ALTER TYPE size ADD VALUE 'l'; CREATE TABLE goods (size size DEFAULT 'l');",
  }
  for (const schema of ['one', 'two']) {
    expect(await run(client, address, files, {schema})).toHaveLength(6)
    expect(
      await rows(client, `SELECT FROM pg_indexes WHERE schemaname = '${schema}' AND indexname = 'users_phone'`),
    ).toHaveLength(1)
  }
  expect(
    await rows(
      client,
      "SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    ),
  ).toEqual([])
  expect(await rows(client, 'SHOW search_path')).toEqual([{search_path: '"$user", public'}])
})

test('a lock in the way is told, and waited for', async () => {
  const address = await createDatabase(schemas(['one']))
  const client = await session(address)
  await run(client, address, FILES, {schema: 'one'})
  const other = await session(address)
  await other.query('BEGIN; LOCK TABLE one.users')
  const {events, onEvent} = recorder()
  const files = {...FILES, '004_email.sql': 'ALTER TABLE users ADD COLUMN email text;'}
  const running = run(client, address, files, {schema: 'one', lockTimeout: 500, onEvent})
  await expect.poll(() => events.map(({kind}) => kind)).toContain('retry')
  await other.query('COMMIT')
  expect(await running).toEqual(['004'])
  expect(events.map(({kind}) => kind)).toContain('blocked')
})
