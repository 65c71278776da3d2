import {expect, test} from 'vitest'
import {copyRows} from '../../../src/migrations/rehearse/copy-rows.ts'
import {forecast} from '../../../src/migrations/rehearse/forecast.ts'
import {rehearse} from '../../../src/migrations/rehearse/rehearse.ts'
import {serverVersion} from '../../../src/postgres/version.ts'
import {createDatabase, session} from '../../support/database.ts'
import {folderOf} from '../support.ts'

const SCHEMA = `
CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, size integer GENERATED ALWAYS AS (length(name)) STORED);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id), note text);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'fired'; END $$;`
const ROWS = `
INSERT INTO customers (name) SELECT 'n' || i FROM generate_series(1, 2000) i;
INSERT INTO orders SELECT i, i, 'x' FROM generate_series(1, 2000) i;
ANALYZE;`
const TRIGGER = 'CREATE TRIGGER refuse BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION refuse();'

const MIGRATIONS = {
  '001_a.sql': `ALTER TABLE orders ALTER COLUMN id TYPE numeric;
ALTER TABLE orders ADD COLUMN state text DEFAULT 'new';
UPDATE orders SET note = 'y';`,
  // Locks outside a transaction are polled, so the index is one that takes a while.
  '002_b.sql':
    'CREATE INDEX CONCURRENTLY customers_name ON customers (md5(repeat(name, 5000)));\nALTER TABLE customers ADD CONSTRAINT c CHECK (size > 0);',
}

test('tells the locks, rewrites, scans, time and WAL of each statement, CONCURRENTLY included', async () => {
  const {statements, failure} = await rehearse(await createDatabase(SCHEMA + ROWS), folderOf(MIGRATIONS).versioned)
  expect(failure).toBeNull()
  expect(statements.map(({file, line, transactional}) => [file, line, transactional])).toEqual([
    ['sql/migrations/001_a.sql', 1, true],
    ['sql/migrations/001_a.sql', 2, true],
    ['sql/migrations/001_a.sql', 3, true],
    ['sql/migrations/002_b.sql', 1, false],
    ['sql/migrations/002_b.sql', 2, true],
  ])
  const [rewrite, add, update, concurrent, check] = statements
  expect(rewrite).toMatchObject({rewritten: ['orders'], scanned: [{relation: 'orders', rows: expect.any(Number)}]})
  expect(rewrite?.locks).toContainEqual({relation: 'orders', mode: 'ACCESS EXCLUSIVE'})
  expect(rewrite?.walBytes).toBeGreaterThan(50_000)
  expect(add).toMatchObject({rewritten: [], scanned: []})
  expect(update?.scanned).toEqual([{relation: 'orders', rows: expect.any(Number)}])
  expect(update?.locks).toContainEqual({relation: 'orders', mode: 'ROW EXCLUSIVE'})
  expect(concurrent?.scanned).toEqual([{relation: 'customers', rows: expect.any(Number)}])
  expect(concurrent?.locks).toEqual([{relation: 'customers', mode: 'SHARE UPDATE EXCLUSIVE'}])
  expect(check).toMatchObject({rewritten: [], scanned: [{relation: 'customers', rows: 2000}]})
  expect(check?.locks).toEqual([{relation: 'customers', mode: 'ACCESS EXCLUSIVE'}])
})

test('stops at a statement that fails, and says why', async () => {
  const files = {'001_a.sql': 'SELECT 1;\nALTER TABLE nowhere ADD x int;\nSELECT 2;'}
  const {statements, failure} = await rehearse(await createDatabase(), folderOf(files).versioned)
  expect(statements).toHaveLength(1)
  expect(failure).toMatchObject({line: 2, message: expect.stringContaining('nowhere')})
})

test('copies rows, sequences and generated columns, fires no trigger, and says of what it took a part', async () => {
  const source = await session(await createDatabase(SCHEMA + ROWS))
  const target = await session(await createDatabase(SCHEMA + TRIGGER))
  const {rows, sampled} = await copyRows(source, target, 1000)
  expect(Object.fromEntries(rows)).toEqual({customers: 1000, orders: 1000})
  expect(sampled).toEqual(['customers', 'orders'])
  await target.query("INSERT INTO customers (name) VALUES ('next')")
  expect((await target.query('SELECT max(id)::int AS id, sum(size)::int > 0 AS sized FROM customers')).rows).toEqual([
    {id: 2001, sized: true},
  ])
})

test('the planner judges what was copied in part by what the database knows of all rows, or it is said that it cannot', async ({
  skip,
}) => {
  const rows = `INSERT INTO orders SELECT i, NULL, CASE WHEN i <= 2000 THEN 'old' ELSE 'new' END FROM generate_series(1, 8000) i; ANALYZE;`
  const source = await session(await createDatabase(SCHEMA + rows))
  const target = await session(await createDatabase(SCHEMA))
  const {statistics} = await copyRows(source, target, 1000)
  const isNew = (await serverVersion(target)) >= 180_000
  expect(statistics).toBe(isNew)
  skip(!isNew, 'PostgreSQL 18 has pg_restore_attribute_stats')
  const {rows: plan} = await target.query("EXPLAIN (FORMAT json) SELECT FROM orders WHERE note = 'new'")
  // Three quarters of the thousand, of which none is 'new'.
  expect(plan[0]['QUERY PLAN'][0].Plan['Plan Rows']).toBe(750)
})

test('foretells which tables are locked, for how long, and who holds them', async () => {
  const address = await createDatabase(SCHEMA + ROWS)
  const [client, other] = [await session(address), await session(address)]
  await other.query('BEGIN; SELECT count(*) FROM orders')
  const statements = [
    {
      file: 'f',
      line: 1,
      sql: '',
      transactional: true,
      locks: [{relation: 'orders', mode: 'ACCESS EXCLUSIVE' as const}],
      rewritten: ['orders'],
      scanned: [],
      milliseconds: 10,
      walBytes: 0,
    },
  ]
  const {tables, connections} = await forecast(client, statements, {
    rows: new Map([['orders', 200]]),
    sampled: ['orders'],
  })
  expect(tables).toMatchObject([{relation: 'orders', mode: 'ACCESS EXCLUSIVE', rows: 2000, milliseconds: 100}])
  expect(tables[0]?.sessions).toMatchObject([{mode: 'AccessShareLock', query: expect.stringContaining('count(*)')}])
  expect(connections).toEqual([{application: 'pgplumb', count: 1, active: 1}])
})
