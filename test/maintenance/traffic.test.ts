import {expect, onTestFinished, test, vi} from 'vitest'
import {LIMITS} from '../../src/maintenance/limits.ts'
import {reindex} from '../../src/maintenance/reindex/reindex.ts'
import {type TrafficEvent, watchTraffic} from '../../src/maintenance/traffic.ts'
import {vacuum} from '../../src/maintenance/vacuum/vacuum.ts'
import {createDatabase, session} from '../support/database.ts'
import {startPair} from '../support/replica.ts'
import {startServer} from '../support/throwaway-server.ts'

vi.setConfig({testTimeout: 60_000})

test('a statement for whose lock another session waits is cancelled, and tried again after', async () => {
  const address = await createDatabase(`
    CREATE TABLE orders (id int PRIMARY KEY, body text) WITH (autovacuum_enabled = false);
    INSERT INTO orders SELECT i, md5(i::text) FROM generate_series(1, 50000) i;`)
  const events: TrafficEvent[] = []
  const traffic = watchTraffic(
    address,
    {...LIMITS, replicaLag: null, giveWay: 300},
    {onEvent: (event) => events.push(event)},
  )
  onTestFinished(traffic.close)
  const migration = await session(address)
  const client = await session(address)
  // VACUUM sleeps for each clean page that it writes to, and so is at work for seconds; ALTER TABLE needs the lock it holds.
  await client.query('CHECKPOINT')
  const working = vacuum(address, {tables: ['orders'], costDelay: 100, traffic, retries: 0})
  await expect
    .poll(
      async () =>
        (await client.query('SELECT FROM pg_stat_progress_vacuum WHERE datname = current_database()')).rowCount,
    )
    .toBe(1)
  await migration.query('ALTER TABLE orders ADD note text')
  expect(await working).toMatchObject([{object: 'public.orders', outcome: 'done'}])
  expect(events.filter(({kind}) => kind === 'gave-way')).toEqual([
    {kind: 'gave-way', to: expect.stringMatching(/^pid \d+ .*ALTER TABLE orders/)},
  ])
  expect(events.some((event) => event.kind === 'progress' && event.object === 'orders')).toBe(true)
})

test('it waits while more sessions of others are active than may be', async () => {
  const server = await startServer()
  onTestFinished(server.stop)
  const events: TrafficEvent[] = []
  const traffic = watchTraffic(server.address, {...LIMITS, activeSessions: 0}, {onEvent: (event) => events.push(event)})
  onTestFinished(traffic.close)
  const busy = await session(server.address)
  const ends = busy.query('SELECT pg_sleep(1.5)')
  const start = performance.now()
  await traffic.clear()
  await ends
  expect(performance.now() - start).toBeGreaterThan(900)
  expect(events[0]).toEqual({kind: 'paused', reason: '1 sessions are active, more than 0'})
})

test('it waits while a standby is behind, also one that stands still', async () => {
  const {primary, standby} = await startPair()
  const [client, replica] = [await session(primary), await session(standby)]
  const events: TrafficEvent[] = []
  const traffic = watchTraffic(primary, {...LIMITS, replicaLag: 1}, {onEvent: (event) => events.push(event)})
  onTestFinished(traffic.close)
  await expect.poll(async () => (await client.query('SELECT FROM pg_stat_replication')).rowCount).toBe(1)
  await traffic.clear()
  expect(events).toEqual([])
  await replica.query('SELECT pg_wal_replay_pause()')
  await client.query('CREATE TABLE t AS SELECT generate_series(1, 1000) i')
  const resumed = (async () => {
    await expect.poll(() => events.length, {timeout: 20_000}).toBeGreaterThan(0)
    await replica.query('SELECT pg_wal_replay_resume()')
  })()
  // A second has to pass after it was seen that something is not replayed.
  await expect
    .poll(() => traffic.clear().then(() => events.length), {timeout: 20_000, interval: 200})
    .toBeGreaterThan(0)
  await resumed
  expect(events[0]).toMatchObject({kind: 'paused', reason: expect.stringMatching(/^standby standby is \d+ s behind/)})
})

test('an index is not rebuilt where the disk has no room for it', async () => {
  const address = await createDatabase(
    'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 1000)',
  )
  expect(await reindex(address, {tables: ['t'], free: async () => 1000})).toMatchObject([
    {outcome: 'skipped', reason: 'needs about 1 MB of disk space, and 1 MB are free'},
  ])
  expect(await reindex(address, {tables: ['t'], free: async () => 1e9})).toMatchObject([{outcome: 'done'}])
})
