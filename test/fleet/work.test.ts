import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test, vi} from 'vitest'
import {fleetMigrate} from '../../src/workspace/fleet/migrate.ts'
import {fleetStatus} from '../../src/workspace/fleet/status.ts'
import {bin} from '../support/cli.ts'
import {session} from '../support/database.ts'
import {outcome, startNode} from '../support/process.ts'
import {query} from '../tenants/support.ts'
import {fill, fleetOf, reportOf, workOn} from './support.ts'

vi.setConfig({testTimeout: 240_000})

const SLOW = {'sql/tenant-migrations/001_slow.sql': 'SELECT pg_sleep(3); ALTER TABLE users ADD COLUMN note text;'}

test('Ctrl-C finishes what was begun, begins nothing more, and leaves the rest on the queue', async () => {
  const fleet = await fleetOf({files: SLOW})
  await fill(fleet, 3)
  const {run} = await fleetMigrate(fleet.workspace)
  const child = startNode([bin, 'fleet', 'work', '--concurrency', '1', '--json'], {}, fleet.project.root)
  const ended = outcome(child)
  while ((await reportOf(fleet.workspace, run)).running === 0) await sleep(30)
  child.kill('SIGINT')
  const {code, stdout} = await ended
  expect({code, ...JSON.parse(stdout)}).toEqual({code: 130, done: 1, failed: []})
  expect(await reportOf(fleet.workspace, run)).toMatchObject({done: 1, running: 0, failed: 0, goesOn: true})
  const {workers} = await fleetStatus(fleet.workspace, run)
  expect(workers).toEqual([])
  expect(await workOn(fleet.workspace, 4)).toHaveLength(5)
})

test('a worker that stays begins what is queued later; one that died is shown, and its job is begun by the next', async () => {
  const fleet = await fleetOf({files: SLOW})
  await fill(fleet, 1)
  const child = startNode([bin, 'fleet', 'work', '--concurrency', '1'], {}, fleet.project.root)
  const ended = outcome(child)
  const {run} = await fleetMigrate(fleet.workspace)
  while ((await reportOf(fleet.workspace, run)).running === 0) await sleep(30)
  child.kill('SIGKILL')
  await ended
  for (;;) {
    const {workers} = await fleetStatus(fleet.workspace, run)
    if (workers.some(({alive, pid, running}) => !alive && pid === child.pid && running.length === 1)) break
    await sleep(50)
  }
  const deaths: number[] = []
  const {fleetWork} = await import('../../src/workspace/fleet/work.ts')
  await fleetWork(fleet.workspace, {concurrency: 2, untilDone: true, onDeath: ({pid}) => deaths.push(pid)})
  expect(deaths).toEqual([child.pid])
  expect(await reportOf(fleet.workspace, run)).toMatchObject({done: 2, goesOn: false})
})

test('a job that kills its workers is given up in the end', async () => {
  const fleet = await fleetOf({
    files: {'sql/tenant-migrations/001_note.sql': 'ALTER TABLE users ADD COLUMN note text;'},
  })
  await fill(fleet, 1)
  const {run} = await fleetMigrate(fleet.workspace)
  await query(fleet.one, "UPDATE pgplumb.fleet_jobs SET begins = 10 WHERE shard = 'one'")
  expect(await workOn(fleet.workspace)).toEqual(['one/a0 failed', 'two/b0 migrated'])
  expect(await reportOf(fleet.workspace, run)).toMatchObject({failures: [{problem: {code: 'worker_died'}}]})
})

test('a worker whose connection to the queue breaks ends with an error, and its job is begun again', async () => {
  const fleet = await fleetOf({files: SLOW})
  await fill(fleet, 1)
  const {run} = await fleetMigrate(fleet.workspace)
  const working = workOn(fleet.workspace, 1).catch((error: unknown) => error)
  while ((await reportOf(fleet.workspace, run)).running === 0) await sleep(30)
  const client = await session(fleet.one)
  await client.query(
    `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE l.locktype = 'advisory' AND d.datname = current_database() AND l.pid IN
        (SELECT pid FROM pg_stat_activity WHERE application_name = 'pgplumb fleet work' AND query ~ 'fleet_(workers|jobs)')`,
  )
  expect(await working).toMatchObject({code: 'connection_lost'})
  expect(await workOn(fleet.workspace)).not.toEqual([])
  expect(await reportOf(fleet.workspace, run)).toMatchObject({done: 2, failed: 0, goesOn: false})
})
