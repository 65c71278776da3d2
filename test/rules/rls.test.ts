import {expect, test} from 'vitest'
import {createWorld} from './isolation/world.ts'

test('coverage says how each tenant table is protected', async () => {
  const {client, owner, check} = await createWorld()
  await client.query('CREATE POLICY body ON notes AS RESTRICTIVE FOR DELETE TO postgres USING (body IS NULL)')
  const {coverage, looked, notLookedAt} = await check()
  expect(coverage.map(({table, kind, parent, enabled, forced}) => ({table, kind, parent, enabled, forced}))).toEqual([
    {table: 'events', kind: 'partitioned table', parent: null, enabled: true, forced: true},
    {table: 'events_2026', kind: 'partition', parent: 'public.events', enabled: false, forced: false},
    {table: 'notes', kind: 'table', parent: null, enabled: true, forced: true},
  ])
  expect(coverage[2]).toMatchObject({
    owner,
    policies: [
      {name: 'body', command: 'DELETE', permissive: false, roles: ['postgres'], using: '(body IS NULL)', check: null},
      {name: 'tenant_isolation', command: 'ALL', permissive: true, roles: ['public']},
    ],
    commands: {
      SELECT: {permissive: ['tenant_isolation'], restrictive: []},
      DELETE: {permissive: ['tenant_isolation'], restrictive: ['body']},
    },
  })
  expect(looked).toContain('rls-disabled')
  expect(notLookedAt).toEqual([])
})

test('without a tenant column, the tables that have row security are looked at', async () => {
  const {client, check} = await createWorld()
  await client.query(`
    CREATE TABLE profiles (id int);
    ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
    CREATE TABLE plain (id int);
    CREATE POLICY read ON profiles FOR SELECT USING (true);
    CREATE POLICY write ON profiles FOR UPDATE USING (true)`)
  const {coverage, findings, notLookedAt} = await check({tenantColumn: null})
  expect(coverage.map(({table}) => table)).toEqual(['events', 'notes', 'profiles'])
  expect(findings.map(({rule, object}) => `${rule} ${object?.identity}`)).toEqual([
    'policy-always-true write ON public.profiles',
    'rls-not-forced public.profiles',
  ])
  expect(notLookedAt).toContainEqual({
    rule: 'policy-without-tenant-column',
    reason: 'needs isolation.column, which is not configured',
  })
})

test('without application roles, what depends on them is reported as not looked at', async () => {
  const {check} = await createWorld()
  const {notLookedAt, findings} = await check({roles: []})
  expect(findings).toEqual([])
  expect(notLookedAt.map(({rule, reason}) => `${rule} ${reason}`)).toEqual([
    'rls-bypass-owner needs isolation.role, which is not configured',
    'rls-bypass-role needs isolation.role, which is not configured',
  ])
})

test('only the schemas and tables asked for', async () => {
  const {client, check} = await createWorld()
  await client.query('CREATE SCHEMA s; CREATE TABLE s.a (tenant_id int); CREATE TABLE s.legacy_b (tenant_id int)')
  const {coverage, findings} = await check({schemas: ['s'], except: ['s.legacy_*']})
  expect(coverage.map(({table}) => table)).toEqual(['a'])
  expect(findings).toHaveLength(1)
})

test('an application role that does not exist is an error, not a clean bill', async () => {
  const {check} = await createWorld()
  await expect(check({roles: ['nobody_here']})).rejects.toMatchObject({code: 'no_role'})
})
