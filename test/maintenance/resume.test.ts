import {expect, test, vi} from 'vitest'
import type {Action} from '../../src/maintenance/action.ts'
import {previewTasks} from '../../src/maintenance/preview.ts'
import {maintain} from '../../src/maintenance/run.ts'
import {createDatabase, session} from '../support/database.ts'
import {projectOf, urlWithPassword} from '../support/project.ts'

vi.setConfig({testTimeout: 90_000})

const tables = (count: number) =>
  Array.from({length: count}, (_, i) => `CREATE TABLE t${i} (id int) WITH (autovacuum_enabled = false);`).join('\n')

const of = (actions: readonly Action[], outcome: string) =>
  actions.filter((action) => action.outcome === outcome).map(({object}) => object)

test('a run that was stopped is gone on with by the next of its schedule, and by no other', async () => {
  const address = await createDatabase(tables(6))
  const stop = new AbortController()
  const work = [{task: 'analyze', all: true}] as const
  const options = {schedule: 'monthly', schemas: ['public'], connections: 1}
  // Told to stop while the last of the first statement's tables is being recorded.
  const first = await maintain(address, [{...work[0], tables: ['t0', 't1']}, ...work], {
    ...options,
    signal: stop.signal,
    onAction: () => stop.abort(),
  })
  expect(of(first, 'done').sort()).toEqual(['public.t0', 'public.t1'])
  expect((await maintain(address, work, {schemas: ['public']})).length).toBe(6)
  const second = await maintain(address, work, options)
  expect(of(second, 'done').sort()).toEqual(['public.t2', 'public.t3', 'public.t4', 'public.t5'])
  expect(of(await maintain(address, work, options), 'done')).toHaveLength(6)
})

test('what would not be done in time is not begun; after the window nothing is', async () => {
  const address = await createDatabase(`${tables(3)} INSERT INTO t0 SELECT generate_series(1, 200000);`)
  const client = await session(address)
  await maintain(address, [], {})
  await client.query(
    `INSERT INTO pgplumb.maintenance_history (run_id, started_at, task, object, reason, outcome, ms, bytes_before)
     SELECT id, now(), 'analyze', 'public.t0', '', 'done', 3600000, 1000000 FROM pgplumb.maintenance_run`,
  )
  const work = [{task: 'analyze', all: true, tables: ['t0']}] as const
  const late = await maintain(address, work, {deadline: Date.now() + 60_000})
  expect(late).toMatchObject([
    {
      object: 'public.t0',
      outcome: 'stopped',
      reason: expect.stringMatching(/^needs about \d+ min, and (59|60) s are left$/),
    },
  ])
  expect(await maintain(address, work, {deadline: Date.now() - 1})).toMatchObject([{outcome: 'stopped'}])
  const planned = await previewTasks(address, [{task: 'analyze', all: true}], {
    schemas: ['public'],
    deadline: Date.now() + 60_000,
  })
  expect(planned.map(({object, inTime}) => `${object} ${inTime}`)).toEqual([
    'public.t0 false',
    'public.t1 false',
    'public.t2 false',
  ])
})

test('a dry run shows what would be done and why, and changes nothing', async () => {
  const address = await createDatabase(`${tables(1)} INSERT INTO t0 SELECT generate_series(1, 1000);
    CREATE TABLE tokens (id int, expires_at timestamptz) WITH (autovacuum_enabled = false);
    INSERT INTO tokens SELECT i, now() - interval '1 day' FROM generate_series(1, 500) i;`)
  const client = await session(address)
  // Else it is counted only after a while.
  await client.query('DELETE FROM t0 WHERE id > 400; SELECT pg_stat_force_next_flush()')
  const rule = {table: 'tokens', column: 'expires_at', retention: '0 days'}
  const read = () =>
    previewTasks(address, [{task: 'vacuum'}, {task: 'expire'}], {schemas: ['public'], expire: [rule]}).then((planned) =>
      planned.map(({task, object, reason, inTime}) => `${task} ${object}: ${reason} ${inTime}`),
    )
  await expect
    .poll(read)
    .toEqual([
      'vacuum public.t0: dead rows true',
      'vacuum public.tokens: never analyzed true',
      'expire public.tokens: 500 rows have expired true',
    ])
  expect((await client.query("SELECT FROM pg_namespace WHERE nspname = 'pgplumb'")).rowCount).toBe(0)
  expect((await client.query('SELECT FROM tokens')).rowCount).toBe(500)
})

test('after kill -9 in the middle of a rebuild the next run cleans up, and does the work', async () => {
  const address = await createDatabase(`
    CREATE TABLE orders (id int PRIMARY KEY, body text) WITH (autovacuum_enabled = false);
    INSERT INTO orders SELECT i, md5(i::text) FROM generate_series(1, 20000) i;`)
  const client = await session(address)
  const project = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: ${JSON.stringify(urlWithPassword(address))}}}
maintenance: {weekly: [{task: reindex, tables: [orders]}]}`,
  })
  // The rebuild waits for this transaction with its new index half made.
  const writer = await session(address)
  await writer.query("BEGIN; UPDATE orders SET body = '' WHERE id = 1")
  const killed = project.start('maintain', 'run', 'weekly')
  const half = async () => (await client.query("SELECT FROM pg_class WHERE relname = 'orders_pkey_ccnew'")).rowCount
  await expect.poll(half, {timeout: 20_000}).toBe(1)
  killed.kill('SIGKILL')
  await writer.query('COMMIT')
  // The server notices that its client has gone when it next writes to it.
  const sessions =
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pgplumb maintain'"
  await client.query(`SELECT pg_terminate_backend(pid) ${sessions.slice(6)}`)
  await expect.poll(async () => (await client.query(sessions)).rowCount, {timeout: 20_000}).toBe(0)
  const outcome = await project.run('maintain', 'run', 'weekly', '--json')
  expect(outcome).toMatchObject({code: 0, stderr: ''})
  const {actions} = JSON.parse(outcome.stdout)
  expect(actions.at(-1)).toMatchObject({object: 'public.orders_pkey', outcome: 'done'})
  expect(await half()).toBe(0)
  const {rows} = await client.query('SELECT outcome, id = cycle AS first FROM pgplumb.maintenance_run ORDER BY id')
  expect(rows).toEqual([
    {outcome: 'died', first: true},
    {outcome: 'done', first: false},
  ])
})
