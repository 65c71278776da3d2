import {expect, test} from 'vitest'
import type {Action} from '../../src/maintenance/action.ts'
import {vacuum} from '../../src/maintenance/vacuum/vacuum.ts'
import {createDatabase, session} from '../support/database.ts'
import {createRole} from '../support/role.ts'

/** A table with 1,000 rows of which half are dead, and whose autovacuum is off. */
const bloated = (name: string) => `
  CREATE TABLE ${name} (id int, body text) WITH (autovacuum_enabled = false);
  INSERT INTO ${name} SELECT i, repeat('x', 100) FROM generate_series(1, 1000) i;
  ANALYZE ${name};
  DELETE FROM ${name} WHERE id % 2 = 0;`

const brief = (actions: readonly Action[]) => actions.map(({object, outcome, reason}) => ({object, outcome, reason}))

test('tables are chosen by need, and their dead rows are gone afterwards', async () => {
  const address = await createDatabase(`
    ${bloated('orders')}
    CREATE TABLE fresh (id int) WITH (autovacuum_enabled = false); INSERT INTO fresh VALUES (1);
    CREATE TABLE empty (id int) WITH (autovacuum_enabled = false);
    CREATE TABLE quiet (id int) WITH (autovacuum_enabled = false); INSERT INTO quiet VALUES (1); ANALYZE quiet;`)
  const actions = await vacuum(address, {schemas: ['public'], connections: 1})
  expect(brief(actions)).toEqual([
    {object: 'public.orders', outcome: 'done', reason: 'dead rows'},
    {object: 'public.fresh', outcome: 'done', reason: 'never analyzed'},
  ])
  expect(actions[0]).toMatchObject({task: 'vacuum', before: {deadRows: 500}, after: {deadRows: 0}, error: null})
  expect(await vacuum(address, {schemas: ['public']})).toEqual([])
})

test('analyze alone, of a partitioned parent too, which the server never analyzes by itself', async () => {
  const address = await createDatabase(`
    CREATE TABLE events (at int) PARTITION BY RANGE (at);
    CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (1000) WITH (autovacuum_enabled = false);
    INSERT INTO events SELECT generate_series(0, 999);`)
  const actions = await vacuum(address, {vacuum: false, schemas: ['public'], connections: 1})
  expect(brief(actions)).toEqual([
    {object: 'public.events_1', outcome: 'done', reason: 'never analyzed'},
    {object: 'public.events', outcome: 'done', reason: 'never analyzed'},
  ])
  const client = await session(address)
  const {rows} = await client.query("SELECT inherited, n_distinct FROM pg_stats WHERE tablename = 'events'")
  expect(rows).toEqual([{inherited: true, n_distinct: -1}])
})

test('a locked table is waited for, then skipped and named; its neighbours in the statement are done', async () => {
  const address = await createDatabase(`
    ${bloated('a')} ${bloated('b')}
    CREATE SCHEMA s; ${bloated('s.a')}`)
  const blocker = await session(address)
  await blocker.query('BEGIN; LOCK TABLE public.a')
  const actions = await vacuum(address, {tables: ['public.a', 'b', 's.*'], connections: 1, lockTimeout: 100})
  expect(brief(actions)).toEqual(
    expect.arrayContaining([
      {object: 'public.a', outcome: 'skipped', reason: expect.stringMatching(/^locked by pid .*LOCK TABLE public.a/)},
      {object: 'public.b', outcome: 'done', reason: 'dead rows'},
      {object: 's.a', outcome: 'done', reason: 'dead rows'},
    ]),
  )
})

test('an error in a batch is retried table by table, and only the broken table fails', async () => {
  const address = await createDatabase(`
    CREATE FUNCTION fragile(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
      'BEGIN IF current_setting(''application_name'') LIKE ''pgplumb maintain%'' THEN RAISE ''broken''; END IF; RETURN $1; END';
    ${bloated('a')} ${bloated('b')} ${bloated('c')}
    CREATE INDEX ON b (public.fragile(id));`)
  const actions = await vacuum(address, {tables: ['a', 'b', 'c'], connections: 1})
  const failed = actions.filter(({outcome}) => outcome === 'failed')
  expect(failed).toMatchObject([{object: 'public.b', error: expect.stringContaining('broken')}])
  expect(actions.filter(({outcome}) => outcome === 'done').map(({object}) => object)).toEqual(['public.a', 'public.c'])
})

test('what the role may not vacuum is reported', async () => {
  const role = await createRole()
  const address = await createDatabase(`${bloated('mine')} ${bloated('theirs')} ALTER TABLE mine OWNER TO ${role};`)
  const actions = await vacuum({...address, user: role}, {schemas: ['public']})
  expect(brief(actions)).toEqual([
    {object: 'public.theirs', outcome: 'skipped', reason: expect.stringContaining('may not vacuum')},
    {object: 'public.mine', outcome: 'done', reason: 'dead rows'},
  ])
})

test('it stops when told to, in the middle of a statement', async () => {
  const address = await createDatabase(bloated('a'))
  const blocker = await session(address)
  await blocker.query('BEGIN; LOCK TABLE public.a')
  const start = performance.now()
  const actions = await vacuum(address, {tables: ['a'], lockTimeout: 20_000, signal: AbortSignal.timeout(300)})
  expect(brief(actions)).toMatchObject([{object: 'public.a', outcome: 'stopped'}])
  expect(performance.now() - start).toBeLessThan(10_000)
})

test('a table that is not there is an error with a suggestion', async () => {
  const address = await createDatabase('CREATE TABLE orders (id int)')
  await expect(vacuum(address, {tables: ['public.oders']})).rejects.toMatchObject({
    code: 'no_table',
    hint: 'did you mean public.orders?',
  })
})

test('500 small tables take a few statements, and names are quoted', async () => {
  const address = await createDatabase(
    `DO $$BEGIN FOR i IN 1..500 LOOP EXECUTE format('CREATE TABLE %I (id int)', 'T "' || i); END LOOP; END$$`,
  )
  const told: number[] = []
  const actions = await vacuum(address, {
    schemas: ['public'],
    all: true,
    onAction: (done) => {
      told.push(done.length)
    },
  })
  expect(actions.filter(({outcome}) => outcome === 'done')).toHaveLength(500)
  expect(told.filter((count) => count > 0)).toEqual([250, 250])
})

test('tables that were not begun when it was stopped are reported as stopped', async () => {
  const address = await createDatabase(`${bloated('a')} ${bloated('b')} ${bloated('c')}`)
  const stop = new AbortController()
  const actions = await vacuum(address, {
    tables: ['a', 'b', 'c'],
    connections: 1,
    batch: 1,
    signal: stop.signal,
    onAction: () => stop.abort(),
  })
  expect(actions.map(({outcome}) => outcome)).toEqual(['done', 'stopped', 'stopped'])
})
