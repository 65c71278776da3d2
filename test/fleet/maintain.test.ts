import {expect, test, vi} from 'vitest'
import {fleetMaintain, tasksFor} from '../../src/workspace/fleet/maintain.ts'
import {query} from '../tenants/support.ts'
import {both, fill, fleetOf, reportOf, workOn} from './support.ts'

vi.setConfig({testTimeout: 240_000})

const DONE = `SELECT DISTINCT object FROM pgplumb.maintenance_history WHERE task = $$expire$$ AND outcome = 'done' ORDER BY 1`

test('each tenant has its own schema maintained, and what is everybody’s is left alone', async () => {
  const fleet = await fleetOf({
    config: `maintenance:
  weekly: [expire, health, {task: analyze, tables: [tenant_*.stages, public.countries], all: true}]
  expire: [{table: "*.events", column: at, retention: 30 days}]`,
  })
  await fill(fleet, 2)
  for (const [address, schemas] of [
    [fleet.one, ['template', 'tenant_a0', 'tenant_a1']],
    [fleet.two, ['template', 'tenant_b0', 'tenant_b1']],
  ] as const)
    for (const schema of schemas)
      await query(
        address,
        `INSERT INTO ${schema}.events VALUES ('2026-01-01', 'old'), (now() + interval '1 year', 'new')`,
      )
  const {run} = await fleetMaintain(fleet.workspace, 'weekly')
  expect(await workOn(fleet.workspace, 4)).toEqual(
    ['one/a0', 'one/a1', 'two/b0', 'two/b1'].map((name) => `${name} maintained`),
  )
  expect(await reportOf(fleet.workspace, run)).toMatchObject({done: 4, failed: 0})
  const old = (schema: string) => `SELECT count(*)::int FROM ${schema}.events`
  expect(await both(fleet, old('template'))).toEqual([[[2]], [[2]]])
  expect(await query(fleet.one, old('tenant_a0'))).toEqual([[1]])
  expect(await query(fleet.two, old('tenant_b1'))).toEqual([[1]])
  const objects = (await query(fleet.one, DONE)).flat().map(String)
  expect(objects.filter((object) => !object.startsWith('tenant_a'))).toEqual([])
})

test('of the tasks of the config, a tenant has those that may concern its schema', async () => {
  const {workspace} = await fleetOf({
    config: `maintenance:
  daily: [health, {task: vacuum, tables: [tenant_a*.deals, public.users, events]}, {task: analyze, tables: [public.users]}]`,
  })
  expect(tasksFor(workspace, 'daily', 'tenant_a1')).toMatchObject([
    {task: 'vacuum', tables: ['tenant_a*.deals', 'events']},
  ])
  expect(tasksFor(workspace, 'daily', 'tenant_b1')).toMatchObject([{task: 'vacuum', tables: ['events']}])
  expect(tasksFor(workspace, 'reindex', 'tenant_b1')).toEqual([{task: 'reindex'}])
})
