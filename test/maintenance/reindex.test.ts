import {expect, test} from 'vitest'
import {reindex} from '../../src/maintenance/reindex/reindex.ts'
import {createDatabase, session} from '../support/database.ts'

/** A table of 2,000 rows whose index still has the pages of 60,000. */
const BLOATED = `
  CREATE TABLE orders (id int PRIMARY KEY, body text) WITH (autovacuum_enabled = false);
  INSERT INTO orders SELECT i, md5(i::text) FROM generate_series(1, 60000) i;
  DELETE FROM orders WHERE id % 30 <> 0;
  ANALYZE orders;`

const LONG = 'a_very_long_index_name_that_fills_all_of_the_sixty_three_bytes_x'.slice(0, 63)

test('indexes of much changed tables are rebuilt, and are smaller afterwards', async () => {
  const address = await createDatabase(`${BLOATED} CREATE TABLE quiet (id int PRIMARY KEY);`)
  const actions = await reindex(address)
  expect(actions).toMatchObject([
    {object: 'public.orders_pkey', outcome: 'done', reason: '58000 rows updated or deleted since the statistics began'},
  ])
  expect(actions[0]?.after?.bytes).toBeLessThan((actions[0]?.before?.bytes ?? 0) / 5)
})

test('indexes and tables by name, quoted', async () => {
  const address = await createDatabase('CREATE TABLE t ("a b" int PRIMARY KEY); CREATE INDEX "odd ""name" ON t ("a b")')
  const byIndex = await reindex(address, {indexes: ['odd "name']})
  expect(byIndex.map(({object, outcome}) => `${object} ${outcome}`)).toEqual(['public."odd ""name" done'])
  expect(await reindex(address, {tables: ['public.t']})).toHaveLength(2)
  await expect(reindex(address, {indexes: ['t_pkee']})).rejects.toMatchObject({
    code: 'no_index',
    hint: 'did you mean t_pkey?',
  })
})

test('a rebuild that cannot get its lock is tried again, reported, and leaves nothing behind', async () => {
  const address = await createDatabase(`${BLOATED} CREATE INDEX ${LONG} ON orders (body);`)
  const other = await session(address)
  await other.query("BEGIN; UPDATE orders SET body = '' WHERE id = 30")
  const client = await session(address)
  const invalid = async () => (await client.query('SELECT FROM pg_index WHERE NOT indisvalid')).rowCount
  const actions = await reindex(address, {indexes: [LONG], lockTimeout: 100, retries: 1})
  expect(actions[0]).toMatchObject({
    outcome: 'skipped',
    reason: expect.stringMatching(/^locked by pid .*UPDATE orders/),
    error: expect.any(String),
  })
  await other.query('COMMIT')
  await reindex(address, {indexes: [LONG]})
  expect(await invalid()).toBe(0)
})

test('leftovers of failed rebuilds are dropped; what only looks like one is not', async () => {
  const address = await createDatabase(
    `${BLOATED} CREATE INDEX ${LONG} ON orders (body); CREATE INDEX "M c" ON orders (body, id);`,
  )
  const [client, other] = [await session(address), await session(address)]
  await other.query("BEGIN; UPDATE orders SET body = '' WHERE id = 30")
  await client.query("SET lock_timeout = '50ms'")
  for (const index of [LONG, LONG, '"M c"'])
    await expect(client.query(`REINDEX INDEX CONCURRENTLY ${index}`)).rejects.toMatchObject({code: '55P03'})
  // Valid, and named so by someone; invalid, but the only one of its kind.
  await other.query('COMMIT')
  await client.query('CREATE INDEX mine_ccnew ON orders (id, body)')
  await client.query("UPDATE orders SET body = 'same'; SET lock_timeout = 0")
  await expect(client.query('CREATE UNIQUE INDEX CONCURRENTLY only_ccnew ON orders (lower(body))')).rejects.toThrow()

  const actions = await reindex(address, {most: 0})
  expect(actions.map(({outcome}) => outcome)).toEqual(['done', 'done', 'done'])
  const {rows} = await client.query("SELECT relname FROM pg_class WHERE relname ~ '_cc(new|old)' ORDER BY 1")
  expect(rows.map(({relname}) => relname)).toEqual(['mine_ccnew', 'only_ccnew'])
})

test('an index of a rebuild in progress is left alone', async () => {
  const address = await createDatabase(BLOATED)
  const [client, other, builder] = [await session(address), await session(address), await session(address)]
  await other.query("BEGIN; UPDATE orders SET body = '' WHERE id = 30")
  const building = builder.query('REINDEX INDEX CONCURRENTLY orders_pkey')
  const half = "SELECT FROM pg_class WHERE relname = 'orders_pkey_ccnew'"
  await expect.poll(async () => (await client.query(half)).rowCount).toBe(1)
  expect(await reindex(address, {most: 0})).toEqual([])
  expect((await client.query(half)).rowCount).toBe(1)
  await other.query('COMMIT')
  await building
})

test('it stops when told to, and cleans up after itself', async () => {
  const address = await createDatabase(BLOATED)
  const [client, other] = [await session(address), await session(address)]
  await other.query("BEGIN; UPDATE orders SET body = '' WHERE id = 30")
  const stop = new AbortController()
  const running = reindex(address, {signal: stop.signal})
  await expect
    .poll(async () => (await client.query("SELECT FROM pg_class WHERE relname = 'orders_pkey_ccnew'")).rowCount)
    .toBe(1)
  stop.abort()
  // The leftover can go only when whoever uses the table has ended.
  setTimeout(() => other.query('COMMIT'), 300)
  const actions = await running
  expect(actions.map(({object, outcome}) => `${object} ${outcome}`)).toEqual([
    'public.orders_pkey stopped',
    'public.orders_pkey_ccnew done',
  ])
})

test('what cannot be rebuilt concurrently is said', async () => {
  const address = await createDatabase('CREATE TABLE t (r int4range, EXCLUDE USING gist (r WITH &&))')
  expect(await reindex(address, {tables: ['t']})).toMatchObject([
    {outcome: 'skipped', reason: 'an exclusion constraint cannot be rebuilt concurrently'},
  ])
})
