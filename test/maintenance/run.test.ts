import {expect, test} from 'vitest'
import {readHistory} from '../../src/maintenance/history.ts'
import {maintain} from '../../src/maintenance/run.ts'
import {lint} from '../../src/rules/check.ts'
import {createDatabase, session} from '../support/database.ts'
import {createRole} from '../support/role.ts'

const TOKENS = `
  CREATE TABLE tokens (id int PRIMARY KEY, expires_at timestamptz) WITH (autovacuum_enabled = false);
  INSERT INTO tokens SELECT i, now() - interval '1 day' FROM generate_series(1, 1000) i;`
const ADVISORY_LOCKS = `
  SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
   WHERE l.locktype = 'advisory' AND d.datname = current_database()`
const RULE = {table: 'public.tokens', column: 'expires_at', retention: '1 hour'}

test('a day: expired rows go, their table is vacuumed, the rest is chosen by need, and all of it is recorded', async () => {
  const address = await createDatabase(`${TOKENS}
    CREATE TABLE orders (id int PRIMARY KEY) WITH (autovacuum_enabled = false); INSERT INTO orders VALUES (1);`)
  const actions = await maintain(address, [{task: 'expire'}, {task: 'analyze'}, {task: 'reindex'}], {
    expire: [RULE],
    schemas: ['public'],
  })
  expect(actions.map(({task, object, outcome, reason}) => `${task} ${object} ${outcome}: ${reason}`)).toEqual([
    'expire public.tokens done: 1000 rows deleted by sweep',
    'vacuum public.tokens done: dead rows',
    'analyze public.orders done: never analyzed',
  ])
  const client = await session(address)
  expect([...(await readHistory(client))].reverse()).toEqual(actions)
  const {rows} = await client.query(
    'SELECT bytes_before, bytes_after FROM pgplumb.maintenance_history ORDER BY id LIMIT 2',
  )
  expect(Number(rows[1].bytes_after)).toBeLessThan(Number(rows[0].bytes_before))
  expect((await lint(client)).findings.map(({rule, object}) => `${rule} ${object?.identity}`)).toEqual([
    'autovacuum-disabled public.orders',
    'autovacuum-disabled public.tokens',
  ])
})

test('a rule or a task that fails is recorded, and the next one begins', async () => {
  const address = await createDatabase(TOKENS)
  const actions = await maintain(address, [{task: 'vacuum', tables: ['nowhere']}, {task: 'expire'}], {
    expire: [{...RULE, table: 'public.tokes'}, RULE],
  })
  expect(actions.map(({task, object, outcome, error}) => ({task, object, outcome, error}))).toEqual([
    {task: 'vacuum', object: '*', outcome: 'failed', error: 'there is no table nowhere'},
    {
      task: 'expire',
      object: 'public.tokes',
      outcome: 'failed',
      error: 'there is no table public.tokes (did you mean public.tokens?)',
    },
    {task: 'expire', object: 'public.tokens', outcome: 'done', error: null},
    {task: 'vacuum', object: 'public.tokens', outcome: 'done', error: null},
  ])
})

test('one run at a time: the second says who is at work, or waits', async () => {
  const address = await createDatabase()
  const other = await session(address)
  let second: Promise<unknown> | undefined
  const waits: (number | null)[] = []
  await maintain(address, [{task: 'analyze'}], {
    onAction: async () => {
      if (second) return
      second = maintain(address, [], {lockWait: 20_000, onWait: (pid) => waits.push(pid)})
      await expect(maintain(address, [])).rejects.toMatchObject({
        code: 'locked',
        message: expect.stringMatching(/\(pid \d+\)/),
      })
      await expect.poll(() => waits.length).toBeGreaterThan(0)
    },
  })
  expect(await second).toEqual([])
  expect(waits[0]).toBeGreaterThan(0)
  expect((await other.query(ADVISORY_LOCKS)).rowCount).toBe(0)
})

test('it stops when told to, and says what it did not begin', async () => {
  const address = await createDatabase(TOKENS)
  const actions = await maintain(address, [{task: 'expire'}, {task: 'vacuum'}], {
    expire: [RULE],
    signal: AbortSignal.timeout(0),
    schemas: ['public'],
  }).catch((error) => error)
  expect(actions).toMatchObject({name: 'TimeoutError'})
  const stop = new AbortController()
  const half = await maintain(address, [{task: 'analyze'}, {task: 'vacuum'}], {
    signal: stop.signal,
    schemas: ['public'],
    onAction: () => stop.abort(),
  })
  expect(half.at(-1)).toMatchObject({task: 'vacuum', outcome: 'stopped', reason: 'stopped before it began'})
})

test('a budget ends a task; the next one begins', async () => {
  const address = await createDatabase(TOKENS)
  const blocker = await session(address)
  await blocker.query("BEGIN; UPDATE tokens SET expires_at = 'infinity' WHERE id = 1")
  const tables = ['public.tokens']
  const tasks = [
    {task: 'reindex', tables, budget: '3 seconds'},
    {task: 'reindex', tables, budget: 'soon'},
    {task: 'reindex', tables, budget: '1 hour'},
  ] as const
  const actions = await maintain(address, tasks, {
    // The first is over its budget while it waits.
    onAction: async ([action]) => {
      if (action?.outcome === 'stopped') await blocker.query('COMMIT')
    },
  })
  expect(actions.map(({object, outcome}) => `${object} ${outcome}`)).toEqual([
    'public.tokens_pkey stopped',
    'public.tokens_pkey_ccnew done',
    '* failed',
    'public.tokens_pkey done',
  ])
})

test('a locked table fails by its name, and the other rules go on', async () => {
  const address = await createDatabase(`${TOKENS} CREATE TABLE links AS SELECT * FROM tokens`)
  const blocker = await session(address)
  await blocker.query('BEGIN; LOCK TABLE tokens')
  const actions = await maintain(address, [{task: 'expire'}], {expire: [RULE, {...RULE, table: 'links'}]})
  expect(actions.map(({task, object, outcome, error}) => ({task, object, outcome, error}))).toEqual([
    {
      task: 'expire',
      object: 'public.tokens',
      outcome: 'failed',
      error: expect.stringMatching(/^public.tokens is locked by another session/),
    },
    {task: 'expire', object: 'public.links', outcome: 'done', error: null},
    {task: 'vacuum', object: 'public.links', outcome: 'done', error: null},
  ])
})

test('a role that may not create the history is told who may', async () => {
  const role = await createRole()
  const address = await createDatabase()
  await expect(maintain({...address, user: role}, [])).rejects.toMatchObject({
    code: 'no_history',
    hint: `as the database's owner: CREATE SCHEMA pgplumb AUTHORIZATION "${role}"`,
  })
  await (await session(address)).query(`CREATE SCHEMA pgplumb AUTHORIZATION ${role}`)
  await expect(maintain({...address, user: role}, [])).rejects.toMatchObject({code: 'no_history'})
})
