import {expect, test} from 'vitest'
import {createDatabase, session} from '../support/database.ts'
import {createRole} from '../support/role.ts'
import {migrate, rejection, rows, states} from './support.ts'

const FILES = {'001_a.sql': 'SELECT 1', '002_b.sql': 'CREATE TABLE b ()'}

test.each([
  [
    'version and time',
    "CREATE TABLE schema_migrations (version varchar(20) PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now()); INSERT INTO schema_migrations VALUES ('1')",
  ],
  [
    'version alone',
    "CREATE TABLE schema_migrations (version text NOT NULL); CREATE UNIQUE INDEX ON schema_migrations (version); INSERT INTO schema_migrations VALUES ('001')",
  ],
  ['no key', "CREATE TABLE schema_migrations (version text); INSERT INTO schema_migrations VALUES ('001')"],
])('an older table is brought up to date, and its rows count as applied: %s', async (_, sql) => {
  const address = await createDatabase(sql)
  const client = await session(address)
  const before = await rows(client, 'SELECT * FROM schema_migrations')
  expect(await states(client, FILES)).toEqual(['001 applied', '002 pending'])
  expect(await migrate(address, FILES)).toEqual(['002'])
  expect(await states(client, FILES)).toEqual(['001 applied', '002 applied'])
  expect(
    await rows(client, 'SELECT * FROM schema_migrations ORDER BY length(checksum) DESC NULLS FIRST LIMIT 1'),
  ).toMatchObject(before)
  const long = {...FILES, [`003_${'x'.repeat(100)}.sql`]: 'SELECT 1', [`R__${'y'.repeat(100)}.sql`]: 'SELECT 1'}
  expect(await migrate(address, long)).toHaveLength(2)
})

test.each([
  ['CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)'],
  ['CREATE TABLE schema_migrations (id int)'],
  ['CREATE TABLE schema_migrations (version text PRIMARY KEY, hash text NOT NULL)'],
])('a table that means something else is left alone: %s', async (sql) => {
  const address = await createDatabase(sql)
  expect(await rejection(migrate(address, FILES))).toMatchObject({code: 'foreign_history'})
  expect(await rows(await session(address), "SELECT to_regclass('b') AS b")).toEqual([{b: null}])
})

test('without permission on it, the history is named', async () => {
  const role = await createRole()
  const address = await createDatabase()
  await migrate(address, FILES)
  expect(await rejection(migrate({...address, user: role}, FILES))).toMatchObject({
    code: 'migration_failed',
    message: 'permission denied for table schema_migrations',
  })
})
