import {randomBytes} from 'node:crypto'
import {expect, test} from 'vitest'
import {up} from '../../src/migrations/run.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, migrate, recorder, rejection, rows, states} from './support.ts'

const USERS = {
  '001_users.sql':
    "-- WHAT: users\nCREATE TABLE users (id int PRIMARY KEY, email text);\nINSERT INTO users VALUES (1, 'a;b');",
  '002_phone.sql': 'ALTER TABLE users ADD COLUMN phone text',
  'R__names.sql': 'CREATE OR REPLACE VIEW emails AS SELECT email FROM users;',
}

test('files run in order, are recorded in full, and run once', async () => {
  const address = await createDatabase()
  expect(await migrate(address, USERS, {toolVersion: '1.2.3'})).toEqual(['001', '002', 'R__names'])
  const client = await session(address)
  expect(await rows(client, 'SELECT * FROM emails')).toEqual([{email: 'a;b'}])
  expect(
    await rows(
      client,
      `SELECT version, name, applied_at IS NOT NULL AS at, length(checksum) AS sum, duration_ms >= 0 AS took, applied_by,
              tool_version, statements_total AS total, statements_done AS done, error FROM schema_migrations ORDER BY 1`,
    ),
  ).toMatchObject([
    {
      version: '001',
      name: 'users',
      at: true,
      sum: 64,
      took: true,
      applied_by: 'postgres',
      tool_version: '1.2.3',
      total: 2,
      done: 2,
    },
    {version: '002', name: 'phone', total: 1, done: 1, error: null},
    {version: 'R__names', name: 'names'},
  ])
  const {events, onEvent} = recorder()
  expect(await migrate(address, USERS, {onEvent})).toEqual([])
  expect(events).toEqual([])
})

test('a repeatable file runs again when its meaning changed, and only then', async () => {
  const address = await createDatabase()
  await migrate(address, USERS)
  const commented = {...USERS, 'R__names.sql': `-- why\n${USERS['R__names.sql'].toUpperCase()}`}
  expect(await migrate(address, commented)).toEqual([])
  const changed = {...USERS, 'R__names.sql': 'CREATE OR REPLACE VIEW emails AS SELECT email, phone FROM users;'}
  expect(await migrate(address, changed)).toEqual(['R__names'])
  expect(await migrate(address, changed)).toEqual([])
})

test('a failing statement takes the whole file back, and the error points at it', async () => {
  const address = await createDatabase()
  const files = {
    ...USERS,
    '003_bad.sql': "CREATE TABLE extra ();\n\n/* é😀 */ UPDATE users SET email = 'ü😀', nmae = 1;\nSELECT 1;",
  }
  const error = await rejection(up(address, folderOf(files)))
  expect(error).toMatchObject({
    code: 'migration_failed',
    message: 'column "nmae" of relation "users" does not exist',
    detail: 'nothing of this file is in effect',
    place: {file: 'sql/migrations/003_bad.sql', line: 3, text: "/* é😀 */ UPDATE users SET email = 'ü😀', nmae = 1;"},
  })
  const client = await session(address)
  expect(await rows(client, "SELECT to_regclass('extra') AS extra")).toEqual([{extra: null}])
  expect(await states(client, files)).toEqual(['001 applied', '002 applied', '003 pending', 'R__names pending'])
})

test('an error that has no position is placed at its statement', async () => {
  const address = await createDatabase()
  const files = {
    '001_x.sql': 'CREATE TABLE t (a int UNIQUE);\nINSERT INTO t VALUES (1);\n  -- again\n  INSERT INTO t VALUES (1);',
  }
  expect(await rejection(migrate(address, files))).toMatchObject({
    message: expect.stringContaining('duplicate key'),
    place: {line: 4, column: 3},
  })
})

test('a deferred constraint fails within its file', async () => {
  const address = await createDatabase()
  const files = {
    '001_t.sql': 'CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1), (1)',
  }
  expect(await rejection(migrate(address, files))).toMatchObject({
    code: 'migration_failed',
    place: {file: expect.any(String)},
  })
  expect(await states(await session(address), files)).toEqual(['001 pending'])
})

test('settings, roles and temporary tables of a file do not reach the history or the next file', async () => {
  const role = `role_${randomBytes(6).toString('hex')}`
  const address = await createDatabase(`CREATE ROLE ${role}; CREATE SCHEMA elsewhere AUTHORIZATION ${role}`)
  const client = await session(address)
  try {
    const files = {
      '001_set.sql': `SET search_path = elsewhere; SET ROLE ${role}; CREATE TABLE t ();
        CREATE TEMP TABLE t2 (); SELECT set_config('work_mem', '1MB', false);`,
      '002_next.sql': "CREATE TABLE t2 (a int); CREATE TABLE seen AS SELECT current_setting('work_mem') AS work_mem",
    }
    expect(await migrate(address, files)).toEqual(['001', '002'])
    expect(
      await rows(
        client,
        "SELECT to_regclass('elsewhere.t') IS NOT NULL AS a, to_regclass('public.t2') IS NOT NULL AS b",
      ),
    ).toEqual([{a: true, b: true}])
    expect(await rows(client, 'SELECT work_mem FROM seen')).not.toEqual([{work_mem: '1MB'}])
  } finally {
    await client.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`)
  }
})

test('to stops at a version and leaves repeatable files alone', async () => {
  const address = await createDatabase()
  expect(await migrate(address, USERS, {to: '1'})).toEqual(['001'])
  expect(await rejection(migrate(address, USERS, {to: '9'}))).toMatchObject({code: 'no_such_version'})
})

test('COPY data, \\set and variables work as in psql', async () => {
  const address = await createDatabase()
  const files = {
    '001_psql.sql': `\\set name 'o''neil'
CREATE TABLE t (id int, name text);
COPY t FROM stdin;
1\tit's -- no comment; $$
2\t\\N
\\.
INSERT INTO t VALUES (3, :'name'), (4, :'given');
COPY t (id) FROM stdin;
\\.
`,
  }
  expect(await migrate(address, files, {variables: {given: 'x'}})).toEqual(['001'])
  expect(await rows(await session(address), 'SELECT * FROM t ORDER BY id')).toEqual([
    {id: 1, name: "it's -- no comment; $$"},
    {id: 2, name: null},
    {id: 3, name: "o'neil"},
    {id: 4, name: 'x'},
  ])
  expect(await migrate(address, files)).toEqual([])
})

test('a file of comments is recorded; an empty folder does nothing', async () => {
  const address = await createDatabase()
  expect(await migrate(address, {})).toEqual([])
  expect(await migrate(address, {'001_nothing.sql': '-- nothing\n', '002_empty.sql': ''})).toEqual(['001', '002'])
  expect(await migrate(address, {'001_nothing.sql': '-- nothing\n', '002_empty.sql': ''})).toEqual([])
})

test("a file's own BEGIN and COMMIT are its transaction", async () => {
  const address = await createDatabase()
  const files = {'001_own.sql': 'BEGIN;\nCREATE TABLE t ();\nCOMMIT;\n', '002_bad.sql': 'CREATE TABLE u ();\nCOMMIT;'}
  expect(await rejection(migrate(address, files))).toMatchObject({code: 'transaction_control', place: {line: 2}})
  expect(await states(await session(address), files)).toEqual(['001 applied', '002 pending'])
})

test('what the server has to say is passed on', async () => {
  const address = await createDatabase()
  const {events, onEvent} = recorder()
  await migrate(address, {'001_a.sql': "DO $$BEGIN RAISE WARNING 'mind %', 'the gap'; END$$"}, {onEvent})
  expect(events.map((event) => event.kind)).toEqual(['start', 'notice', 'done'])
  expect(events).toContainEqual({kind: 'notice', severity: 'WARNING', message: 'mind the gap'})
})

test('a comment that was edited is parsed for once, not with every run', async () => {
  const address = await createDatabase()
  await migrate(address, {'001_a.sql': 'SELECT 1'})
  const client = await session(address)
  const texts = () => rows(client, "SELECT text_checksum FROM schema_migrations WHERE version = '001'")
  const before = await texts()
  await migrate(address, {'001_a.sql': '-- one\nSELECT 1', '002_b.sql': 'SELECT 2'})
  expect(await texts()).not.toEqual(before)
})

test('nothing that gives up the lock runs', async () => {
  const address = await createDatabase()
  expect(await rejection(migrate(address, {'001_a.sql': 'DISCARD ALL'}))).toMatchObject({
    code: 'migration_failed',
    place: {line: 1},
  })
})

test('a search path in the address is that of the run, so each tenant has a history of its own', async () => {
  const address = await createDatabase('CREATE SCHEMA tenant_1; CREATE SCHEMA "Tenant 2"')
  for (const schema of ['tenant_1', 'Tenant 2']) {
    const tenant = {...address, options: `-c search_path=${`"${schema}"`.replaceAll(' ', '\\ ')}`}
    const history = {schema, table: 'schema_migrations'}
    const files = {
      '001_t.sql': 'CREATE TABLE t (a int); CREATE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a); CREATE TABLE u ()',
    }
    expect(await migrate(tenant, files, {history})).toEqual(['001'])
  }
  const client = await session(address)
  expect(
    await rows(
      client,
      `SELECT to_regclass('"Tenant 2".t_a') IS NOT NULL AS a, to_regclass('tenant_1.u') IS NOT NULL AS b`,
    ),
  ).toEqual([{a: true, b: true}])
})
