import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test, vi} from 'vitest'
import {fleetDrift} from '../../src/workspace/fleet/drift.ts'
import {fleetMigrate} from '../../src/workspace/fleet/migrate.ts'
import {fleetCancel} from '../../src/workspace/fleet/status.ts'
import {fleetWork} from '../../src/workspace/fleet/work.ts'
import {session} from '../support/database.ts'
import {query} from '../tenants/support.ts'
import {both, fill, fleetOf, reportOf, workOn} from './support.ts'

vi.setConfig({testTimeout: 240_000})

const FILES = {'sql/tenant-migrations/001_note.sql': 'ALTER TABLE users ADD COLUMN note text;'}
const NOTES = "SELECT count(*)::int FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'note'"

test('the templates at once, then the tenants of both databases; a second time there is nothing to do', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 3)
  const queued = await fleetMigrate(fleet.workspace)
  expect(queued).toMatchObject({added: 6, known: 0, current: 0, joined: false, templates: {one: ['001'], two: ['001']}})
  expect(await both(fleet, NOTES)).toEqual([[[1]], [[1]]])
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({run: queued.run, added: 0, known: 6, joined: true})
  expect(await workOn(fleet.workspace)).toEqual(
    ['one/a0', 'one/a1', 'one/a2', 'two/b0', 'two/b1', 'two/b2'].map((tenant) => `${tenant} migrated`),
  )
  expect(await both(fleet, NOTES)).toEqual([[[4]], [[4]]])
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({run: null, current: 6})
  expect(await workOn(fleet.workspace)).toEqual([])
})

test('a tenant that fails is named, and does not stop the others; when it is mended, another run does it', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 3)
  await query(fleet.two, 'ALTER TABLE tenant_b1.users ADD COLUMN note text')
  const {run} = await fleetMigrate(fleet.workspace)
  expect((await workOn(fleet.workspace)).filter((text) => text.endsWith('failed'))).toEqual(['two/b1 failed'])
  expect(await reportOf(fleet.workspace, run)).toMatchObject({
    ...{done: 5, failed: 1, goesOn: false},
    failures: [{shard: 'two', name: 'b1', problem: {place: expect.stringMatching(/001_note.sql:1:1$/)}}],
  })
  await query(fleet.two, 'ALTER TABLE tenant_b1.users DROP COLUMN note')
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({added: 1, current: 5, joined: false})
  expect(await workOn(fleet.workspace)).toEqual(['two/b1 migrated'])
})

test('canaries come first, of both databases, and where one fails the others are not begun', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 4)
  await query(fleet.two, 'ALTER TABLE tenant_b0.users ADD COLUMN note text')
  const {run} = await fleetMigrate(fleet.workspace, {canary: [{tenants: 2}]})
  expect(await workOn(fleet.workspace)).toEqual(['one/a0 migrated', 'two/b0 failed'])
  expect(await reportOf(fleet.workspace, run)).toMatchObject({
    stopped: 'canary',
    notBegun: 6,
    waiting: 0,
    goesOn: false,
  })
  await query(fleet.two, 'ALTER TABLE tenant_b0.users DROP COLUMN note')
  expect(await fleetMigrate(fleet.workspace, {canary: [{tenants: 1}, {percent: 50}]})).toMatchObject({added: 7})
  expect(await workOn(fleet.workspace, 4)).toHaveLength(7)
  expect(await both(fleet, NOTES)).toEqual([[[5]], [[5]]])
})

test('after as many failures as are allowed no further tenant is begun', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 4)
  for (const schema of ['tenant_a0', 'tenant_a1', 'tenant_a2', 'tenant_a3'])
    await query(fleet.one, `ALTER TABLE ${schema}.users ADD COLUMN note text`)
  const {run} = await fleetMigrate(fleet.workspace, {maxFailures: 2})
  await workOn(fleet.workspace, 1)
  const report = await reportOf(fleet.workspace, run)
  expect(report).toMatchObject({stopped: 'max-failures', failed: 2})
  expect(report.done + report.failed + report.notBegun).toBe(8)
  expect(report.notBegun).toBeGreaterThan(0)
})

test('a migration that fails in a template queues nothing', async () => {
  const fleet = await fleetOf({
    files: {'sql/tenant-migrations/001_bad.sql': 'ALTER TABLE nowhere ADD COLUMN note text;'},
  })
  await fill(fleet, 1)
  await expect(fleetMigrate(fleet.workspace)).rejects.toMatchObject({message: expect.stringContaining('one: ')})
  expect(await query(fleet.one, "SELECT to_regclass('pgplumb.fleet_runs')")).toEqual([[null]])
})

test('a worker with other files gives the job back and ends; one with the same files does it', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 2)
  const file = join(fleet.project.root, 'sql/tenant-migrations/001_note.sql')
  const {run} = await fleetMigrate(fleet.workspace)
  writeFileSync(file, 'ALTER TABLE users ADD COLUMN other text;')
  await expect(workOn(fleet.workspace)).rejects.toMatchObject({code: 'other_files'})
  expect(await reportOf(fleet.workspace, run)).toMatchObject({done: 0, failed: 0, running: 0, queued: 4})
  expect(await query(fleet.one, 'SELECT DISTINCT begins FROM pgplumb.fleet_jobs')).toEqual([[0]])
  await expect(fleetMigrate(fleet.workspace)).rejects.toMatchObject({code: 'edited_migration'})
  writeFileSync(file, FILES['sql/tenant-migrations/001_note.sql'])
  expect(await workOn(fleet.workspace)).toHaveLength(4)
})

test('a run with newer files waits for the one that goes on, or for it to be cancelled', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 1)
  const {run} = await fleetMigrate(fleet.workspace)
  writeFileSync(join(fleet.project.root, 'sql/tenant-migrations/002_b.sql'), 'ALTER TABLE users ADD COLUMN b text;')
  await expect(fleetMigrate(fleet.workspace)).rejects.toMatchObject({code: 'run_goes_on'})
  expect(await fleetCancel(fleet.workspace, run ?? 0)).toMatchObject({stopped: 'cancelled', left: 2})
  await expect(fleetCancel(fleet.workspace, run ?? 0)).rejects.toMatchObject({code: 'run_ended'})
  await expect(fleetCancel(fleet.workspace, 99)).rejects.toMatchObject({code: 'unknown_run'})
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({added: 2, joined: false})
  expect(await workOn(fleet.workspace)).toEqual(['one/a0 migrated', 'two/b0 migrated'])
})

test('what waits for a lock in vain is tried again later', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 1)
  await fleetMigrate(fleet.workspace)
  const holder = await session(fleet.one)
  await holder.query('BEGIN; LOCK TABLE tenant_a0.users')
  const ended: string[] = []
  const retried: string[] = []
  await fleetWork(fleet.workspace, {
    ...{concurrency: 2, untilDone: true, lockTimeout: 20},
    onJob: ({name}, {outcome}) => ended.push(`${name} ${outcome}`),
    onRetry: ({name}) => {
      retried.push(name)
      void holder.query('ROLLBACK')
    },
  })
  expect(ended.sort()).toEqual(['a0 migrated', 'b0 migrated'])
  expect(retried).toEqual(['a0'])
})

test('a tenant that was created while the run goes on is up to date, and joins no run', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 1)
  await fleetMigrate(fleet.workspace)
  const {create} = await import('../tenants/support.ts')
  await create(fleet.one, ['late'])
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({added: 0, known: 2, current: 1})
  await workOn(fleet.workspace)
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({run: null, current: 3})
})

test('the last hundred runs are kept, and those that go on', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 1)
  await fleetMigrate(fleet.workspace)
  await query(
    fleet.one,
    "INSERT INTO pgplumb.fleet_runs (kind, options, stages) SELECT 'drift', '{}', 1 FROM generate_series(1, 120)",
  )
  await fleetDrift(fleet.workspace)
  expect(await query(fleet.one, 'SELECT count(*)::int, min(id), max(id) FROM pgplumb.fleet_runs')).toEqual([
    [101, 1, 122],
  ])
})

test('two rows of the registry that name one schema are one job', async () => {
  const fleet = await fleetOf({files: FILES})
  await fill(fleet, 1)
  await query(
    fleet.one,
    "ALTER TABLE tenants DROP CONSTRAINT tenants_schema_name_key; INSERT INTO tenants (name, subdomain, schema_name) VALUES ('twin', 'twin', 'tenant_a0')",
  )
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({added: 2, known: 0})
  expect(await workOn(fleet.workspace)).toHaveLength(2)
})
