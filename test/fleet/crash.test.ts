import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test, vi} from 'vitest'
import {fleetCreate} from '../../src/workspace/fleet/create.ts'
import {fleetMigrate} from '../../src/workspace/fleet/migrate.ts'
import {fleetStatus} from '../../src/workspace/fleet/status.ts'
import {bin} from '../support/cli.ts'
import {outcome, startNode} from '../support/process.ts'
import {randomOf} from '../support/random.ts'
import {drifted, query} from '../tenants/support.ts'
import {fill, fleetOf, reportOf} from './support.ts'

vi.setConfig({testTimeout: 1_200_000})

/** `TENANTS=200 KILLS=20` for a long look. */
const TENANTS = Number(process.env.TENANTS ?? 30)
const KILLS = Number(process.env.KILLS ?? 4)

test('of two workers one is killed again and again: every job is done exactly once in effect', async () => {
  const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 1e9))
  const random = randomOf(seed)
  console.info(`seed ${seed}`)
  const fleet = await fleetOf({
    files: {
      'sql/tenant-migrations/001_note.sql':
        "ALTER TABLE users ADD COLUMN note text; INSERT INTO stages (label) VALUES ('new'); SELECT pg_sleep(0.1);",
      'sql/tenant-migrations/002_tags.sql': 'CREATE TABLE tags (id serial PRIMARY KEY, deal bigint REFERENCES deals);',
    },
  })
  const {workspace, project, one, two} = fleet
  await fill(fleet, TENANTS / 2)
  const {run} = await fleetMigrate(workspace, {canary: [{tenants: 2}]})
  const worker = () => {
    const child = startNode([bin, 'fleet', 'work', '--until-done', '--concurrency', '2', '--json'], {}, project.root)
    return {child, ended: outcome(child)}
  }
  /** How many jobs came to an end. */
  const progress = async () => {
    const report = await reportOf(workspace, run)
    return report.done + report.failed
  }
  const steady = worker()
  for (let kill = 0; kill < KILLS; kill++) {
    const victim = worker()
    const before = await progress()
    // Once it has something in hand; then at any moment.
    const at = before + 1 + Math.floor(random() * (TENANTS / KILLS / 2))
    while (victim.child.exitCode === null && (await progress()) < Math.min(at, TENANTS)) await sleep(20)
    await sleep(random() * 150)
    victim.child.kill('SIGKILL')
    await victim.ended
  }
  const {code, stdout} = await steady.ended
  expect({seed, code, stdout: JSON.parse(stdout)}).toMatchObject({code: 0, stdout: {failed: []}})
  expect(await reportOf(workspace, run)).toMatchObject({done: TENANTS, failed: 0, goesOn: false, stopped: null})
  for (const address of [one, two]) {
    const schemas = (await query(address, 'SELECT schema_name FROM tenants')).flat().map(String)
    expect(await drifted(address, schemas)).toEqual({absent: [], groups: []})
    for (const schema of schemas)
      expect([
        seed,
        schema,
        ...(await query(
          address,
          `SELECT (SELECT count(*)::int FROM ${schema}.stages WHERE label = 'new'),
            (SELECT string_agg(version, ' ' ORDER BY version) FROM ${schema}.schema_migrations WHERE applied_at IS NOT NULL)`,
        )),
      ]).toEqual([seed, schema, [1, '001 002']])
  }
  // Nothing is left of it in the queue, nor locked.
  expect(await query(one, 'SELECT count(*)::int FROM pgplumb.jobs')).toEqual([[0]])
  const {workers} = await fleetStatus(workspace, run)
  expect(workers.filter(({alive}) => alive)).toEqual([])
  expect(workers.length).toBeGreaterThan(0)
})

test('killed while they make tenants, workers leave each tenant whole, in one shard', async () => {
  const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 1e9))
  const random = randomOf(seed)
  console.info(`seed ${seed}`)
  const {workspace, project, one, two} = await fleetOf()
  const names = Array.from({length: TENANTS}, (_, index) => `t${index}`)
  const {run} = await fleetCreate(workspace, names)
  const start = () => startNode([bin, 'fleet', 'work', '--until-done', '--concurrency', '2'], {}, project.root)
  for (let kill = 0; kill < KILLS; kill++) {
    const child = start()
    const ended = outcome(child)
    const at = (await reportOf(workspace, run)).done + random() * (TENANTS / KILLS / 2)
    while (child.exitCode === null && (await reportOf(workspace, run)).done < Math.min(at, TENANTS)) await sleep(20)
    await sleep(random() * 200)
    child.kill('SIGKILL')
    await ended
  }
  const last = await outcome(start())
  expect({seed, code: last.code, stderr: last.code === 0 ? '' : last.stderr}).toEqual({seed, code: 0, stderr: ''})
  const homes = await Promise.all(
    [one, two].map(async (address) => {
      const schemas = (await query(address, 'SELECT schema_name FROM tenants')).flat().map(String)
      expect(await drifted(address, schemas)).toEqual({absent: [], groups: []})
      return schemas
    }),
  )
  expect(homes.flat().sort()).toEqual(names.map((name) => `tenant_${name}`).sort())
  expect(homes.map(({length}) => length)).toEqual([TENANTS / 2, TENANTS / 2])
})
