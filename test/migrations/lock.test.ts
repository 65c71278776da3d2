import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {createDatabase, session} from '../support/database.ts'
import {migrate, recorder, rejection, rows} from './support.ts'

const FILES = {
  '001_t.sql': 'CREATE TABLE t (a int); SELECT pg_sleep(0.3)',
  '002_i.sql': 'CREATE INDEX CONCURRENTLY t_a ON t (a); CREATE INDEX CONCURRENTLY t_b ON t (a)',
}

test('of eight runs at once one applies; the others wait, say for whom, and find nothing to do', async () => {
  const address = await createDatabase()
  const recorders = Array.from({length: 8}, recorder)
  const ran = await Promise.all(recorders.map(({onEvent}) => migrate(address, FILES, {onEvent})))
  expect(ran.filter((versions) => versions.length > 0)).toEqual([['001', '002']])
  const waiting = recorders.flatMap(({events}) => events.filter((event) => event.kind === 'waiting'))
  expect(waiting).toContainEqual(
    expect.objectContaining({
      holder: expect.objectContaining({pid: expect.any(Number), application: 'pgplumb migrate'}),
    }),
  )
  expect(await rows(await session(address), 'SELECT count(*)::int FROM pg_index WHERE NOT indisvalid')).toEqual([
    {count: 0},
  ])
})

test('a wait has an end, and names the holder', async () => {
  const address = await createDatabase()
  const slow = migrate(address, {'001_slow.sql': 'SELECT pg_sleep(2)'})
  await sleep(300)
  const error = await rejection(migrate(address, {'001_slow.sql': 'SELECT pg_sleep(2)'}, {lockWait: 200}))
  expect(error).toMatchObject({
    code: 'locked',
    message: expect.stringMatching(/pid \d+ \(pgplumb migrate, user postgres.*001_slow/),
  })
  expect(await slow).toEqual(['001'])
})

test('a lock that is not to be had is tried for again, and who has it is named', async () => {
  const address = await createDatabase('CREATE TABLE t (a int)')
  const blocker = await session(address)
  await blocker.query('BEGIN; SELECT count(*) FROM t')
  const {events, onEvent} = recorder()
  const run = migrate(
    address,
    {'001_alter.sql': 'CREATE TABLE u (); ALTER TABLE t ADD COLUMN b int'},
    {onEvent, lockTimeout: 500},
  )
  while (!events.some((event) => event.kind === 'retry')) await sleep(50)
  await blocker.query('COMMIT')
  expect(await run).toEqual(['001'])
  const holder = expect.objectContaining({query: 'BEGIN; SELECT count(*) FROM t', user: 'postgres'})
  expect(events).toContainEqual(expect.objectContaining({kind: 'blocked', blockers: [holder]}))
  expect(events).toContainEqual(expect.objectContaining({kind: 'retry', attempt: 1, blockers: [holder]}))
})

test('in the end it gives up, with nothing done', async () => {
  const address = await createDatabase('CREATE TABLE t (a int)')
  const blocker = await session(address)
  await blocker.query('BEGIN; SELECT count(*) FROM t')
  const files = {'001_alter.sql': 'CREATE TABLE u ();\nALTER TABLE t ADD COLUMN b int'}
  const error = await rejection(migrate(address, files, {lockTimeout: 1500, lockRetries: 1}))
  expect(error).toMatchObject({
    code: 'lock_timeout',
    message: expect.stringContaining('SELECT count(*) FROM t'),
    place: {line: 2, column: 1},
    detail: expect.stringContaining('nothing of this file is in effect'),
  })
  expect(await rows(blocker, "SELECT to_regclass('u') AS u")).toEqual([{u: null}])
})

test('CONCURRENTLY waits for long transactions rather than leave an INVALID index', async () => {
  const address = await createDatabase('CREATE TABLE t (a int)')
  const blocker = await session(address)
  await blocker.query('BEGIN; INSERT INTO t VALUES (1)')
  const {events, onEvent} = recorder()
  const run = migrate(address, {'001_i.sql': 'CREATE INDEX CONCURRENTLY i ON t (a)'}, {onEvent, lockTimeout: 100})
  while (!events.some((event) => event.kind === 'blocked')) await sleep(50)
  await blocker.query('COMMIT')
  expect(await run).toEqual(['001'])
})

test('an interruption cancels the statement, and rolls the file back', async () => {
  const address = await createDatabase()
  const stop = new AbortController()
  const run = migrate(address, {'001_slow.sql': 'CREATE TABLE t (); SELECT pg_sleep(30)'}, {signal: stop.signal})
  const watcher = await session(address)
  const asleep = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
  while (!(await rows(watcher, asleep)).length) await sleep(20)
  stop.abort()
  expect(await rejection(run)).toMatchObject({code: 'interrupted', detail: 'nothing of this file is in effect'})
  expect(await rows(await session(address), "SELECT to_regclass('t') AS t")).toEqual([{t: null}])
})

test('two histories in one database have locks of their own', async () => {
  const address = await createDatabase()
  const slow = migrate(address, {'001_slow.sql': 'SELECT pg_sleep(1)'})
  await sleep(200)
  const history = {schema: 'Odd "schema"', table: "it's"}
  expect(await migrate(address, {'001_a.sql': 'SELECT 1'}, {history, lockWait: 0})).toEqual(['001'])
  expect(await migrate(address, {'001_a.sql': 'SELECT 1'}, {history})).toEqual([])
  expect(await slow).toEqual(['001'])
})
