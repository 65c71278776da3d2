import {expect, onTestFinished, test, vi} from 'vitest'
import {activity} from '../../src/inspect/activity.ts'
import {bloat} from '../../src/inspect/bloat.ts'
import {cache} from '../../src/inspect/cache.ts'
import {connections} from '../../src/inspect/connections.ts'
import {growth} from '../../src/inspect/growth.ts'
import {indexes, indexesByTenant} from '../../src/inspect/indexes.ts'
import {locks} from '../../src/inspect/locks.ts'
import {queries, queriesByTenant} from '../../src/inspect/queries.ts'
import {replication} from '../../src/inspect/replication.ts'
import {sequences} from '../../src/inspect/sequences.ts'
import {inInspection} from '../../src/inspect/session.ts'
import {wraparound} from '../../src/inspect/wraparound.ts'
import {maintain} from '../../src/maintenance/run.ts'
import type {Address} from '../../src/postgres/address.ts'
import {connect} from '../../src/postgres/connect.ts'
import {createDatabase, session} from '../support/database.ts'
import {noMajors, startMajor} from '../support/majors.ts'
import {startPair} from '../support/replica.ts'
import {startServer} from '../support/throwaway-server.ts'

vi.setConfig({testTimeout: 90_000})

const named = async (address: Address, applicationName: string) => {
  const client = await connect(address, {applicationName})
  onTestFinished(() => client.end().catch(() => {}))
  return client
}

test('activity: the longest transaction first, with the schemas it has locks in', async () => {
  const address = await createDatabase('CREATE SCHEMA tenant_1; CREATE TABLE tenant_1.contacts (id int)')
  const [old, idle] = [await named(address, 'forgetful'), await named(address, 'lazy')]
  await old.query('BEGIN; INSERT INTO tenant_1.contacts VALUES (1)')
  await idle.query('SELECT 1')
  const sleeping = (await named(address, 'busy')).query('SELECT pg_sleep(30)').catch(() => {})
  const seen = () => inInspection(address, {}, (client) => activity(client))
  await expect.poll(async () => (await seen()).map(({application}) => application)).toEqual(['forgetful', 'busy'])
  expect(await seen()).toMatchObject([
    {state: 'idle in transaction', schemas: 'tenant_1', holds_back: expect.any(Number), waits_for: null},
    {state: 'active', waits_for: 'Timeout:PgSleep', schemas: null},
  ])
  await (await session(address)).query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'busy'",
  )
  await sleeping
})

test('locks: a tree of who waits for whom', async () => {
  const address = await createDatabase('CREATE TABLE orders (id int)')
  const [first, second, third] = [
    await named(address, 'first'),
    await named(address, 'second'),
    await named(address, 'third'),
  ]
  await first.query('BEGIN; INSERT INTO orders VALUES (1)')
  const waits = [second.query('BEGIN; ALTER TABLE orders ADD note text')]
  const client = await session(address)
  const waiting = async () => (await client.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount
  await expect.poll(waiting).toBe(1)
  waits.push(third.query('SELECT * FROM orders'))
  await expect.poll(waiting).toBe(2)
  expect(await inInspection(address, {}, locks)).toMatchObject([
    {
      application: 'first',
      state: 'idle in transaction',
      wants: null,
      waiting: [
        {
          application: 'second',
          wants: 'AccessExclusiveLock on orders',
          waiting: [{application: 'third', wants: 'AccessShareLock on orders', waiting: []}],
        },
      ],
    },
  ])
  await first.query('COMMIT')
  await waits[0]
  await second.query('COMMIT')
  await Promise.all(waits)
  expect(await inInspection(address, {}, locks)).toEqual([])
})

test('connections: by application and by tenant schema, of an open transaction or by name', async () => {
  const address = await createDatabase(`
    CREATE SCHEMA tenant_1; CREATE TABLE tenant_1.contacts (id int); CREATE SCHEMA tenant_2; CREATE SCHEMA tenant_3;`)
  const web = await named(address, 'web')
  await named(address, 'web')
  await named(address, 'tenant_2')
  await web.query('BEGIN; SELECT FROM tenant_1.contacts')
  const {used, most, groups} = await inInspection(address, {}, (client) => connections(client, 100))
  const mine = groups.filter(({database}) => database === address.database)
  expect(mine.map((one) => `${one.application} ${one.schema} ${one.connections} ${one.in_transaction}`).sort()).toEqual(
    ['tenant_2 tenant_2 1 0', 'web null 1 0', 'web tenant_1 1 1'],
  )
  expect(used).toBeGreaterThanOrEqual(3)
  expect(most).toBeGreaterThan(used)
})

test('queries: statements of many tenants are added up; without the extension there is a hint', async () => {
  const server = await startServer({settings: ['shared_preload_libraries=pg_stat_statements']})
  onTestFinished(server.stop)
  await expect(inInspection(server.address, {}, (client) => queries(client))).rejects.toMatchObject({
    code: 'no_pg_stat_statements',
    hint: 'CREATE EXTENSION pg_stat_statements',
  })
  const client = await session(server.address)
  await client.query('CREATE SCHEMA stats; CREATE EXTENSION pg_stat_statements SCHEMA stats')
  for (const tenant of ['a', 'b', 'c']) {
    await client.query(`CREATE SCHEMA ${tenant}; CREATE TABLE ${tenant}.contacts (id int)`)
    await client.query(`SET search_path = ${tenant}`)
    await client.query('SELECT count(*) FROM contacts WHERE id > 5')
  }
  const found = await inInspection(server.address, {}, (inspector) => queries(inspector, 50))
  expect(found.queries.find(({query}) => query.includes('FROM contacts'))).toMatchObject({calls: 3, rows: 3})
  expect(found.thrownAway).toBe(0)
})

test('indexes: unused, duplicate and invalid ones; not what a constraint or a foreign key needs', async () => {
  const address = await createDatabase(`
    CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, name text);
    CREATE TABLE notes (user_id int REFERENCES users, body text);
    CREATE INDEX notes_user ON notes (user_id); CREATE INDEX users_name ON users (name);
    CREATE INDEX users_again ON users (name); CREATE INDEX users_used ON users (lower(name));
    CREATE INDEX users_email_too ON users (email);
    INSERT INTO users SELECT i, i::text, i::text FROM generate_series(1, 1000) i; INSERT INTO notes VALUES (1, ''), (1, '');`)
  const client = await session(address)
  await client.query('SET enable_seqscan = off')
  await client.query("SELECT FROM users WHERE lower(name) = '5'")
  await client.query('SELECT pg_stat_force_next_flush()')
  await expect(client.query('CREATE UNIQUE INDEX CONCURRENTLY notes_broken ON notes (body)')).rejects.toThrow()
  const found = await inInspection(address, {}, (inspector) => indexes(inspector))
  expect(found.map(({identity, problem, twin}) => [problem, identity, twin])).toEqual([
    ['invalid', 'public.notes_broken', null],
    ['duplicate', 'public.users_again', 'public.users_name'],
    ['duplicate', 'public.users_email_too', 'public.users_email_key'],
    ['unused', 'public.users_name', null],
  ])
})

test('bloat, cache, wraparound and sequences', async () => {
  const address = await createDatabase()
  const client = await session(address)
  await client.query(
    `CREATE TABLE orders (id smallserial PRIMARY KEY, big bigserial, body text) WITH (autovacuum_enabled = false)`,
  )
  await client.query(`INSERT INTO orders (id, body) SELECT i % 30000, md5(i::text) FROM generate_series(0, 29999) i`)
  await client.query("DELETE FROM orders WHERE id % 4 <> 0; SELECT setval('orders_id_seq', 30000)")
  await client.query('SELECT pg_stat_force_next_flush()')
  await client.query('VACUUM ANALYZE orders')
  const seen = await inInspection(address, {}, async (inspector) => ({
    bloat: await bloat(inspector, {atLeast: 8192}),
    cache: await cache(inspector),
    wraparound: await wraparound(inspector, 500),
    sequences: await sequences(inspector),
  }))
  expect(seen.bloat.lines.map(({identity}) => identity)).toEqual(['public.orders', 'public.orders_pkey'])
  expect(seen.bloat.lines[0]?.share).toBeCloseTo(0.75, 1)
  expect(seen.bloat.lines[0]?.cure).toBe('VACUUM FULL public.orders (locks it)')
  expect(seen.cache).toMatchObject([{identity: 'public.orders', hits: expect.any(Number)}])
  expect(seen.wraparound.tables.find(({identity}) => identity === 'public.orders')?.share).toBeLessThan(0.01)
  expect(seen.sequences[0]).toMatchObject({column: 'public.orders.id', type: 'smallint', last: 30000, most: 32767})
  expect(seen.sequences[1]).toMatchObject({column: 'public.orders.big', most: expect.any(Number)})
})

test('replication: a standby, and a slot that nobody reads', async () => {
  const {primary} = await startPair()
  const client = await session(primary)
  await client.query("SELECT pg_create_physical_replication_slot('forgotten', true)")
  await expect
    .poll(async () => (await client.query("SELECT FROM pg_stat_replication WHERE state = 'streaming'")).rowCount)
    .toBe(1)
  const standbys = await inInspection(primary, {}, (inspector) => replication(inspector))
  expect(standbys.map(({name, state, slot}) => [name, state, slot]).sort()).toEqual([
    ['forgotten', 'not connected', 'forgotten'],
    ['standby', 'streaming', null],
  ])
})

test('an inspection can write nothing, and is given up in time', async () => {
  const address = await createDatabase()
  await expect(inInspection(address, {}, (client) => client.query('CREATE TABLE t ()'))).rejects.toMatchObject({
    code: '25006',
  })
  await expect(
    inInspection(address, {timeout: 200}, (client) => client.query('SELECT pg_sleep(20)')),
  ).rejects.toMatchObject({
    code: 'inspection_timeout',
  })
})

test('growth: what runs have recorded', async () => {
  const address = await createDatabase('CREATE TABLE t AS SELECT generate_series(1, 1000) i; ANALYZE t')
  expect(await inInspection(address, {}, (client) => growth(client))).toEqual([])
  await maintain(address, [])
  const [whole] = await inInspection(address, {}, (client) => growth(client))
  expect(whole).toMatchObject({identity: address.database, perDay: null, in30Days: null})
  const client = await session(address)
  await client.query(`INSERT INTO pgplumb.size_history (at, schema, name, bytes, rows)
    SELECT now() - make_interval(days => d), '', '', (SELECT bytes FROM pgplumb.size_history WHERE schema = '') - d * 1000000, 1
      FROM generate_series(1, 30) d`)
  const [grown] = await inInspection(address, {}, (inspector) => growth(inspector))
  expect(grown?.perDay).toBeCloseTo(1e6, -3)
  expect(grown?.in30Days).toBeCloseTo((grown?.bytes ?? 0) + 30e6, -4)
  const tables = await inInspection(address, {}, (inspector) => growth(inspector, {of: 'table'}))
  expect(tables.map(({identity}) => identity)).toEqual(['public.t'])
})

test.for([13, 14, 15, 16, 17] as const)('all of it on PostgreSQL %i', async (major, {skip}) => {
  skip(noMajors !== null, noMajors ?? '')
  const server = await startMajor(major, ['shared_preload_libraries=pg_stat_statements'])
  const client = await session(server.address)
  await client.query('CREATE EXTENSION pg_stat_statements')
  await client.query('CREATE TABLE t (id serial PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 1000)')
  for (const tenant of ['a', 'b']) {
    await client.query(`CREATE SCHEMA ${tenant}; CREATE TABLE ${tenant}.contacts (id int); SET search_path = ${tenant}`)
    await client.query('SELECT * FROM contacts')
    await client.query(`INSERT INTO ${tenant}.contacts VALUES (1)`)
  }
  await client.query('RESET search_path')
  const actions = await maintain(server.address, [
    {task: 'vacuum', all: true},
    {task: 'reindex', tables: ['t']},
  ])
  expect(actions.filter(({outcome}) => outcome !== 'done')).toEqual([])
  await inInspection(server.address, {}, async (inspector) => {
    for (const look of [activity, locks, connections, indexes, cache, wraparound, sequences, replication])
      await look(inspector)
    expect((await indexesByTenant(inspector)).map(({schema}) => schema)).toEqual(['public'])
    expect((await queriesByTenant(inspector)).tenants.map(({schema}) => schema).sort()).toEqual(['a', 'b', null])
    const found = (await queries(inspector, 500)).queries.find(({query}) => query === 'SELECT * FROM contacts')
    expect(found).toMatchObject({calls: 2, entries: 2})
    expect((await bloat(inspector)).lines).toEqual([])
    expect(await growth(inspector)).toHaveLength(1)
  })
})
