import {expect, test} from 'vitest'
import {createDatabase, session} from '../support/database.ts'
import {migrate, recorder, rejection, rows, states} from './support.ts'

const INVALID = 'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid'

test('statements that cannot run in a transaction run alone, and the others around them together', async () => {
  const address = await createDatabase('CREATE TABLE t (a int, b int)')
  const files = {
    '001_mixed.sql': `
      SET search_path = public;
      CREATE INDEX CONCURRENTLY t_a ON t (a);
      CREATE INDEX CONCURRENTLY t_b ON t (b);
      ALTER TABLE t ADD COLUMN c int;
      INSERT INTO t VALUES (1, 2, 3);
      VACUUM t;
      REINDEX TABLE CONCURRENTLY t;
      DROP INDEX CONCURRENTLY t_b;
      DO $$ BEGIN INSERT INTO t VALUES (4); COMMIT; END $$;`,
  }
  expect(await migrate(address, files)).toEqual(['001'])
  const client = await session(address)
  expect(
    await rows(client, "SELECT to_regclass('t_a')::text AS a, to_regclass('t_b')::text AS b, count(*)::int FROM t"),
  ).toEqual([{a: 't_a', b: null, count: 2}])
  expect(
    await rows(client, 'SELECT statements_done, statements_total, running, done_checksum FROM schema_migrations'),
  ).toEqual([{statements_done: 9, statements_total: 9, running: null, done_checksum: null}])
  expect(await migrate(address, files)).toEqual([])
})

test('a rerun goes on at the statement that failed, also when that one was mended', async () => {
  const address = await createDatabase('CREATE TABLE t (a int)')
  const client = await session(address)
  const start = 'CREATE TABLE log (n int);\nINSERT INTO log VALUES (1);\nCREATE INDEX CONCURRENTLY t_a ON t (a);\n'
  const files = {'001_x.sql': `${start}INSERT INTO log VALUES (2);\nINSERT INTO nowhere VALUES (1);`}
  expect(await rejection(migrate(address, files))).toMatchObject({
    code: 'migration_failed',
    place: {line: 5, column: 13},
    detail: '3 of 5 statements are in effect; the next run goes on after them',
  })
  expect(await states(client, files)).toEqual(['001 partial'])
  expect(await rows(client, 'SELECT applied_at, statements_done, error FROM schema_migrations')).toEqual([
    {applied_at: null, statements_done: 3, error: 'relation "nowhere" does not exist'},
  ])
  expect(await rejection(migrate(address, {'001_x.sql': start.replace('(1)', '(7)')}))).toMatchObject({
    code: 'edited_migration',
  })
  const mended = {'001_x.sql': `-- mended\n${start}INSERT INTO log VALUES (2);\nSELECT 1;`}
  const {events, onEvent} = recorder()
  expect(await migrate(address, mended, {onEvent})).toEqual(['001'])
  expect(events).toContainEqual(expect.objectContaining({kind: 'resume', done: 3, total: 5}))
  expect(await rows(client, 'SELECT n FROM log ORDER BY n')).toEqual([{n: 1}, {n: 2}])
  expect(await rows(client, 'SELECT applied_at IS NOT NULL AS at, error FROM schema_migrations')).toEqual([
    {at: true, error: null},
  ])
})

test('a file whose failing end was taken off is done', async () => {
  const address = await createDatabase('CREATE TABLE t (a int)')
  const start = 'CREATE INDEX CONCURRENTLY t_a ON t (a);\nINSERT INTO t VALUES (1);'
  await rejection(migrate(address, {'001_x.sql': `${start}\nVACUUM nowhere`}))
  expect(await migrate(address, {'001_x.sql': start})).toEqual(['001'])
  expect(await states(await session(address), {'001_x.sql': start})).toEqual(['001 applied'])
})

test('settings that a file made are made again when it goes on', async () => {
  const address = await createDatabase('CREATE SCHEMA s; CREATE TABLE s.t (a int)')
  const client = await session(address)
  const file = (last: string) => ({
    '001_x.sql': `SET search_path = s;\nCREATE INDEX CONCURRENTLY t_a ON t (a);\n${last}`,
  })
  await rejection(migrate(address, file('SELECT 1/0')))
  expect(await migrate(address, file('CREATE TABLE u ()'))).toEqual(['001'])
  expect(await rows(client, "SELECT to_regclass('s.u')::text AS u")).toEqual([{u: 's.u'}])
})

test('a unique index that cannot be built is never recorded, leaves nothing, and is built once it can be', async () => {
  const address = await createDatabase('CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)')
  const client = await session(address)
  const files = {'001_u.sql': 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a);'}
  for (let round = 0; round < 2; round++) {
    expect(await rejection(migrate(address, files))).toMatchObject({
      code: 'migration_failed',
      detail: expect.stringContaining('(a)=(1)'),
    })
    expect(await rows(client, INVALID)).toEqual([])
    expect(await states(client, files)).toEqual(['001 partial'])
  }
  await client.query('DELETE FROM t')
  expect(await migrate(address, files)).toEqual(['001'])
  expect(await rows(client, "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a'::regclass")).toEqual([
    {indisvalid: true},
  ])
})

test.each([
  ['CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a)'],
  ['CREATE UNIQUE INDEX IF NOT EXISTS t_a ON t (a)'],
  ['SET search_path = s; CREATE UNIQUE INDEX IF NOT EXISTS t_a ON t (a); SELECT 1'],
  ['CREATE UNIQUE INDEX CONCURRENTLY t_a ON s.t (a)'],
])('an INVALID index that someone else left is rebuilt: %s', async (sql) => {
  const address = await createDatabase('CREATE SCHEMA s; CREATE TABLE s.t (a int); INSERT INTO s.t VALUES (1), (1)')
  const client = await session({...address, options: '-c search_path=s,public'})
  await rejection(client.query('CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)'))
  expect(await rows(client, INVALID)).toHaveLength(1)
  await client.query('DELETE FROM t')
  expect(await migrate({...address, options: '-c search_path=s,public'}, {'001_x.sql': sql})).toEqual(['001'])
  expect(await rows(client, INVALID)).toEqual([])
  expect(await rows(client, "SELECT indisvalid FROM pg_index WHERE indexrelid = 's.t_a'::regclass")).toEqual([
    {indisvalid: true},
  ])
})

test('IF NOT EXISTS that meets the index of another table is no success', async () => {
  const address = await createDatabase('CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE INDEX i ON u (a)')
  const files = {'001_i.sql': 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);'}
  expect(await rejection(migrate(address, files))).toMatchObject({code: 'index_not_built', place: {line: 1, column: 1}})
})

test('a new enum label can be used in the file that adds it', async () => {
  const address = await createDatabase("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood)")
  const files = {
    '001_label.sql': "ALTER TYPE mood ADD VALUE 'happy';\nINSERT INTO t VALUES ('happy');",
    // Here only the server can see the use.
    '002_hidden.sql': "ALTER TYPE mood ADD VALUE 'calm';\nINSERT INTO t VALUES (('ca' || 'lm')::mood);",
    '003_new_type.sql': "CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'b'; CREATE TABLE u (e e DEFAULT 'b');",
  }
  expect(await migrate(address, files)).toEqual(['001', '002', '003'])
  expect(await rows(await session(address), 'SELECT m::text FROM t')).toEqual([{m: 'happy'}, {m: 'calm'}])
})

test('what only the server knows to be impossible in a transaction runs alone, too', async () => {
  const address = await createDatabase(`CREATE TABLE t (a int);
    CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN INSERT INTO t VALUES (1); COMMIT; INSERT INTO t VALUES (2); END';
    CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parts FOR VALUES IN (1);
    CREATE INDEX parts_a ON parts (a)`)
  const files = {'001_x.sql': 'INSERT INTO t VALUES (0);\nCALL p();\nREINDEX INDEX parts_a;\nINSERT INTO t VALUES (3);'}
  expect(await migrate(address, files)).toEqual(['001'])
  expect(await rows(await session(address), 'SELECT count(*)::int FROM t')).toEqual([{count: 4}])
})

test('databases, system settings and partitions', async () => {
  const address = await createDatabase(`CREATE TABLE parts (a int) PARTITION BY LIST (a);
    CREATE TABLE part PARTITION OF parts FOR VALUES IN (1)`)
  const other = `${address.database}_other`
  const files = {
    '001_x.sql': `CREATE DATABASE ${other} TEMPLATE template0;\nDROP DATABASE ${other};\nALTER TABLE parts DETACH PARTITION part CONCURRENTLY;`,
  }
  expect(await migrate(address, files)).toEqual(['001'])
  expect(await rows(await session(address), 'SELECT count(*)::int FROM pg_inherits')).toEqual([{count: 0}])
})

test.each([['i"; DROP TABLE t; --'], ['Ünïcode 😀'], ["it's $$ $1"], ['select'], ['x'.repeat(80)]])(
  'an INVALID index of any name is found and rebuilt: %s',
  async (name) => {
    const quoted = `"${name.replaceAll('"', '""')}"`
    const address = await createDatabase(
      `CREATE TABLE ${quoted} (a int); INSERT INTO ${quoted} VALUES (1), (1); CREATE SCHEMA s`,
    )
    const client = await session(address)
    const index = `"i ${name.replaceAll('"', '""')}"`
    await rejection(client.query(`CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${quoted} (a)`))
    await client.query(`DELETE FROM ${quoted}`)
    const sql = `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ${index} ON ${quoted} (a)`
    expect(await migrate(address, {'001_i.sql': sql})).toEqual(['001'])
    expect(await rows(client, INVALID)).toEqual([])
    await migrate(address, {'001_i.sql': sql, '002_d.sql': `DROP INDEX CONCURRENTLY public.${index}`})
    const left = await client.query('SELECT FROM pg_index WHERE indrelid = to_regclass($1)', [`public.${quoted}`])
    expect(left.rowCount).toBe(0)
  },
)
