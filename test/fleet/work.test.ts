import {setTimeout as sleep} from 'node:timers/promises'
import {expect, onTestFinished, test, vi} from 'vitest'
import {fleetMigrate} from '../../src/workspace/fleet/migrate.ts'
import {fleetStatus} from '../../src/workspace/fleet/status.ts'
import {bin} from '../support/cli.ts'
import {session} from '../support/database.ts'
import {outcome, startNode} from '../support/process.ts'
import {projectOf} from '../support/project.ts'
import {startServer} from '../support/throwaway-server.ts'
import {TEMPLATE} from '../tenants/fixture.ts'
import {create, query} from '../tenants/support.ts'
import {fill, fleetOf, reportOf, workOn, workspaceOf} from './support.ts'

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

test('shards on servers of their own: each worker knows by its own environment how to sign in there', async () => {
  const [near, far] = [await startServer(), await startServer({hba: ['host all all 127.0.0.1/32 scram-sha-256']})]
  for (const {address, stop} of [near, far]) {
    onTestFinished(stop)
    await query(address, TEMPLATE)
  }
  const project = projectOf({
    'pgplumb.yaml': `databases:
  near: {host: 127.0.0.1, port: ${near.address.port}, database: postgres, user: postgres}
  far: {host: 127.0.0.1, port: ${far.address.port}, database: postgres, user: postgres, password: "\${FAR_PASSWORD}"}
tenancy: {model: schema, shards: [near, far]}`,
    'sql/tenant-migrations/001_note.sql': 'ALTER TABLE users ADD COLUMN note text;',
  })
  const run = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    outcome(startNode([bin, 'fleet', ...args], env, project.root))
  const knows = {FAR_PASSWORD: 'pass:word@1'}
  expect(await run(knows, 'create', 'a', 'b', 'c', 'd')).toMatchObject({code: 0})
  // One that cannot sign in harms no tenant: it gives the job back, and ends.
  const unable = await run({FAR_PASSWORD: 'wrong'}, 'work', '--until-done')
  expect(unable).toMatchObject({code: 2, stderr: expect.stringContaining('password authentication failed')})
  expect(await run({}, 'work', '--until-done')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('FAR_PASSWORD'),
  })
  expect(await run(knows, 'work', '--until-done')).toMatchObject({code: 0})
  expect(await run(knows, 'migrate')).toMatchObject({code: 0})
  expect(await run(knows, 'work', '--until-done')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('4 tenants done'),
  })
  for (const {address} of [near, far]) {
    expect(await query(address, 'SELECT count(*)::int FROM tenants')).toEqual([[2]])
    expect(
      await query(
        address,
        "SELECT count(*)::int FROM information_schema.columns WHERE column_name = 'note' AND table_name = 'users'",
      ),
    ).toEqual([[3]])
  }
  expect(JSON.stringify(await query(near.address, 'SELECT to_jsonb(j) FROM pgplumb.fleet_jobs j'))).not.toContain(
    'word@1',
  )
})

test('status again and again, until Ctrl-C', async () => {
  const fleet = await fleetOf({files: SLOW})
  await fill(fleet, 1)
  await fleetMigrate(fleet.workspace)
  const child = startNode([bin, 'fleet', 'status', '--watch', '1', '--json'], {}, fleet.project.root)
  const ended = outcome(child)
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  child.kill('SIGINT')
  const {code, stdout} = await ended
  expect(code).toBe(130)
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
    runs: [{kind: 'migrate', total: 2, queued: 2, waiting: 0}],
  })
})

test('a server that crashes ends the worker with an error; when it is back, the rest is done', async () => {
  const server = await startServer()
  onTestFinished(server.stop)
  await query(server.address, TEMPLATE)
  const project = projectOf({
    'pgplumb.yaml': `databases: {dev: {host: 127.0.0.1, port: ${server.address.port}, database: postgres, user: postgres}}
tenancy: {model: schema}`,
    ...SLOW,
  })
  const start = (...args: string[]) => startNode([bin, 'fleet', ...args], {}, project.root)
  await create(server.address, ['a', 'b', 'c'])
  expect(await outcome(start('migrate'))).toMatchObject({code: 0})
  const worked = outcome(start('work', '--until-done'))
  const workspace = await workspaceOf(project)
  while ((await reportOf(workspace, null)).running === 0) await sleep(30)
  await server.crash()
  expect(await worked).toMatchObject({code: 2, stderr: expect.stringContaining('error: ')})
  expect(await outcome(start('work', '--until-done'))).toMatchObject({code: 0})
  expect(await reportOf(workspace, null)).toMatchObject({done: 3, failed: 0, goesOn: false})
})
