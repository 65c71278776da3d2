import {expect, test, vi} from 'vitest'
import {fleetDrift} from '../../src/workspace/fleet/drift.ts'
import {create, query} from '../tenants/support.ts'
import {fill, fleetOf, reportOf, workOn} from './support.ts'

vi.setConfig({testTimeout: 240_000})

test('what the workers found in all shards is put together: tenants that differ in the same way are one group', async () => {
  const fleet = await fleetOf()
  await fill(fleet, 3)
  for (const [address, schema] of [
    [fleet.one, 'tenant_a1'],
    [fleet.two, 'tenant_b0'],
    [fleet.two, 'tenant_b2'],
  ] as const)
    await query(address, `ALTER TABLE ${schema}.users ADD COLUMN extra text`)
  await query(fleet.one, 'DROP SCHEMA tenant_a2 CASCADE')
  const {run, added} = await fleetDrift(fleet.workspace)
  expect(added).toBe(6)
  expect(await workOn(fleet.workspace)).toEqual([
    'one/a0 like the template',
    'one/a1 differs',
    'one/a2 no schema',
    'two/b0 differs',
    'two/b1 like the template',
    'two/b2 differs',
  ])
  const {drift, goesOn} = await reportOf(fleet.workspace, run)
  expect(goesOn).toBe(false)
  expect(drift).toMatchObject({
    equal: ['one/tenant_a0', 'two/tenant_b1'],
    absent: ['one/tenant_a2'],
    groups: [{tenants: ['one/tenant_a1', 'two/tenant_b0', 'two/tenant_b2'], changes: [{kind: 'table'}]}],
  })
})

test('a run that goes on takes in who came later, and a run that ended is followed by another', async () => {
  const fleet = await fleetOf()
  await fill(fleet, 1)
  const {run} = await fleetDrift(fleet.workspace)
  await create(fleet.one, ['late'])
  expect(await fleetDrift(fleet.workspace)).toMatchObject({run, added: 1, known: 2, joined: true})
  expect(await fleetDrift(fleet.workspace, {privileges: false})).toMatchObject({added: 3, joined: false})
  expect(await workOn(fleet.workspace)).toHaveLength(6)
  expect(await fleetDrift(fleet.workspace)).toMatchObject({added: 3, joined: false})
})
