import {expect, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {dropTenant} from '../../src/tenants/drop.ts'
import {createDatabase} from '../support/database.ts'
import {HOSTILE, TEMPLATE} from './fixture.ts'
import {create, drifted, query, withTenant} from './support.ts'

test('schema and row go together, and nothing else', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', ...HOSTILE])
  for (const name of HOSTILE) {
    const {registry, tenant} = await withTenant(address, name)
    await withConnection(address, (client) => dropTenant(client, registry, tenant))
  }
  expect(await query(address, 'SELECT schema_name FROM tenants')).toEqual([['tenant_a']])
  expect(await query(address, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant%'")).toEqual([['tenant_a']])
  expect(await drifted(address, ['tenant_a'])).toEqual({absent: [], groups: []})
})

test('what is used from outside is not dropped', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b'])
  const {registry, tenant} = await withTenant(address, 'a')
  const drop = () => withConnection(address, (client) => dropTenant(client, registry, tenant))
  await query(address, 'CREATE VIEW public.all_users AS SELECT * FROM tenant_a.users')
  await expect(drop()).rejects.toMatchObject({code: 'tenant_in_use', detail: expect.stringContaining('all_users')})
  await query(address, 'DROP VIEW public.all_users')
  await query(address, "ALTER TABLE tenant_b.users ALTER id SET DEFAULT nextval('tenant_a.users_id_seq')")
  await expect(drop()).rejects.toMatchObject({code: 'tenant_in_use'})
  await query(address, "ALTER TABLE tenant_b.users ALTER id SET DEFAULT nextval('tenant_b.users_id_seq')")
  await query(
    address,
    "CREATE TABLE invitations (tenant_id int REFERENCES tenants); INSERT INTO invitations SELECT id FROM tenants WHERE subdomain = 'a'",
  )
  await expect(drop()).rejects.toMatchObject({code: 'drop_failed', hint: expect.stringContaining('ON DELETE CASCADE')})
  expect(await drifted(address, ['tenant_a'])).toEqual({absent: [], groups: []})
})
