import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {bin, projectWith} from '../support/cli.ts'
import {createDatabase, session} from '../support/database.ts'
import {outcome, runNode, startNode} from '../support/process.ts'
import {folderOf, migrate, rejection, rows, states} from './support.ts'

// What other runners get wrong, each a test of its own.

const CIC = 'CREATE INDEX CONCURRENTLY'

test.each([
  [
    'a dollar-quoted body on one line, three statements',
    'CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $tag$ BEGIN RETURN 1; END; $tag$; INSERT INTO t VALUES (1);',
  ],
  [
    'a dollar-quoted body of several lines, and BEGIN ATOMIC',
    'CREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $tag$\nBEGIN\n  RETURN 1;\nEND;\n$tag$;\n' +
      'CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC\n  SELECT 1;\n  SELECT 2;\nEND;\nINSERT INTO t VALUES (1);',
  ],
  ['psql variables', '\\set n 1\n\\set table \'t\'\nCREATE TABLE :"table" (a int);\nINSERT INTO t VALUES (:n);'],
  ['COPY FROM stdin with its data', 'CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n\\.\n'],
  ['an index built CONCURRENTLY, no directive', `CREATE TABLE t (a int); INSERT INTO t VALUES (1); ${CIC} i ON t (a);`],
  [
    "an index built CONCURRENTLY, with another tool's directives",
    `--! no-transaction\n-- migrate:up transaction:false\nCREATE TABLE t (a int); INSERT INTO t VALUES (1); ${CIC} i ON t (a);`,
  ],
  ['two of them in a file', `CREATE TABLE t (a int); INSERT INTO t VALUES (1); ${CIC} i ON t (a); ${CIC} j ON t (a);`],
])('runs: %s', async (_, sql) => {
  const address = await createDatabase()
  expect(await migrate(address, {'001_x.sql': sql})).toEqual(['001'])
  const client = await session(address)
  expect(await rows(client, 'SELECT a FROM t')).toEqual([{a: 1}])
  expect(await rows(client, 'SELECT FROM pg_index WHERE NOT indisvalid')).toEqual([])
})

test('the second statement fails: the first is rolled back', async () => {
  const address = await createDatabase()
  await rejection(migrate(address, {'001_x.sql': 'CREATE TABLE t (); SELECT 1 / 0'}))
  expect(await rows(await session(address), "SELECT to_regclass('t') AS t")).toEqual([{t: null}])
})

test('an applied file was edited: refused, and named', async () => {
  const address = await createDatabase()
  await migrate(address, {'001_x.sql': 'CREATE TABLE t ()'})
  expect(await rejection(migrate(address, {'001_x.sql': 'CREATE TABLE u ()'}))).toMatchObject({
    code: 'edited_migration',
    message: expect.stringContaining('001_x.sql'),
  })
})

test('2 is added after 1 and 3 were applied: refused by name, never passed over; applied when that is allowed', async () => {
  const address = await createDatabase()
  const files = {'001_a.sql': 'SELECT 1', '003_c.sql': 'SELECT 3'}
  await migrate(address, files)
  const all = {...files, '002_b.sql': 'CREATE TABLE b ()'}
  expect(await rejection(migrate(address, all))).toMatchObject({
    code: 'out_of_order',
    message: expect.stringContaining('002_b.sql'),
  })
  expect(await migrate(address, all, {outOfOrder: true})).toEqual(['002'])
})

test('two files have one number: refused before anything runs, both named', () => {
  expect(() => folderOf({'001_a.sql': 'SELECT 1', '001_b.sql': 'SELECT 1'})).toThrow(
    /two files are version 001: .*001_a\.sql and .*001_b\.sql/,
  )
})

test.each([
  ['in transactions', 'CREATE TABLE t (a int); SELECT pg_sleep(0.5);'],
  ['with CONCURRENTLY', `CREATE TABLE t (a int); SELECT pg_sleep(0.5); ${CIC} i ON t (a); ${CIC} j ON t (a);`],
])(
  'two processes at once, %s: both succeed, one applies',
  async (_, sql) => {
    const address = await createDatabase()
    const config = projectWith({'001_x.sql': sql}, address)
    const run = () => runNode([bin, 'migrate', 'dev', '--config', config, '--json'])
    const outcomes = await Promise.all([run(), run()])
    expect(outcomes.map(({code}) => code)).toEqual([0, 0])
    const applied = outcomes.map(({stdout}) => JSON.parse(stdout).databases[0].ran.length)
    expect(applied.sort()).toEqual([0, 1])
  },
  60_000,
)

test('a unique index that failed is no success when its file runs again with IF NOT EXISTS', async () => {
  const address = await createDatabase('CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)')
  const client = await session(address)
  // As a runner leaves it that does not clean up.
  await rejection(client.query('CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)'))
  const files = {'001_x.sql': 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);'}
  expect(await rejection(migrate(address, files))).toMatchObject({code: 'migration_failed'})
  expect(await states(client, files)).not.toContain('001 applied')
  await client.query('DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)')
  expect(await migrate(address, files)).toEqual(['001'])
  expect(await rows(client, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")).toEqual([
    {indisvalid: true},
  ])
})

test('kill -9 in the middle of a file without a transaction: a plain rerun completes it', async () => {
  const address = await createDatabase('CREATE TABLE t (a int); INSERT INTO t VALUES (1)')
  const client = await session(address)
  const files = {'001_x.sql': `CREATE TABLE u (); ${CIC} i ON t (a); ${CIC} j ON t (a); CREATE TABLE v ();`}
  // Whoever has a snapshot holds up the index, and so gives time to kill.
  const blocker = await session(address)
  await blocker.query('BEGIN; INSERT INTO t VALUES (2)')
  const config = projectWith(files, address)
  const child = startNode([bin, 'migrate', 'dev', '--config', config])
  const building = `SELECT FROM pg_stat_activity WHERE query LIKE '%CONCURRENTLY i %' AND application_name = 'pgplumb migrate' AND datname = current_database()`
  while ((await client.query(building)).rowCount === 0) await sleep(20)
  child.kill('SIGKILL')
  expect(await outcome(child)).toMatchObject({code: null})
  expect(await states(client, files)).toEqual(['001 partial'])
  await blocker.query('COMMIT')
  expect(await runNode([bin, 'migrate', 'dev', '--config', config])).toMatchObject({code: 0})
  expect(await states(client, files)).toEqual(['001 applied'])
  expect(
    await rows(
      client,
      "SELECT indexrelid::regclass::text AS name, indisvalid FROM pg_index WHERE indrelid = 't'::regclass ORDER BY 1",
    ),
  ).toEqual([
    {name: 'i', indisvalid: true},
    {name: 'j', indisvalid: true},
  ])
}, 60_000)
