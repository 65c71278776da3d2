import {expect, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {checkTenants} from '../../src/tenants/check.ts'
import {createDatabase} from '../support/database.ts'
import {TEMPLATE} from './fixture.ts'
import {create, query, REGISTRY} from './support.ts'

test('clean, then broken in each way, then cured', async () => {
  const address = await createDatabase(`CREATE SCHEMA other; CREATE TABLE other.t (); ${TEMPLATE}`)
  await create(address, ['a', 'b'])
  await create(address, ['c'], {naming: {prefix: 'odd-', names: 'any', reserved: []}})
  const check = () =>
    withConnection(address, (client) =>
      checkTenants(client, {registry: REGISTRY, template: 'template', prefix: 'tenant_'}),
    )
  expect(await check()).toEqual([])
  await query(address, "DELETE FROM tenants WHERE subdomain IN ('b', 'c')")
  await query(address, "INSERT INTO tenants (name, subdomain, schema_name) VALUES ('D', 'd', 'tenant_d')")
  await query(address, 'ALTER TABLE tenants DROP CONSTRAINT tenants_schema_name_key')
  await query(address, "INSERT INTO tenants (name, subdomain, schema_name) VALUES ('E', 'e', 'tenant_a')")
  const found = await check()
  expect(found.map(({rule, object}) => [rule, object?.identity])).toEqual([
    ['tenant-without-schema', 'd'],
    // One by its name, one because it has all of the template's tables.
    ['schema-without-tenant', 'odd-c'],
    ['schema-without-tenant', 'tenant_b'],
    ['schema-of-two-tenants', 'tenant_a'],
  ])
  for (const {sql} of found) if (sql) await query(address, sql)
  expect((await check()).map(({rule}) => rule)).not.toContain('tenant-without-schema')
  expect((await create(address, ['d'])).map(({outcome}) => outcome)).toEqual(['created'])
})
