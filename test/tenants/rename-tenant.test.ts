import {expect, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {renameTenant} from '../../src/tenants/rename-tenant.ts'
import {createDatabase} from '../support/database.ts'
import {TEMPLATE} from './fixture.ts'
import {create, drifted, query, withTenant} from './support.ts'

test.each([['template'], [`o'k "x"`]])('a tenant renamed to %j works as before, its functions too', async (name) => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b'])
  const {registry, tenant} = await withTenant(address, 'a')
  const to = {name, schema: `tenant_${name}`}
  await withConnection(address, (client) => renameTenant(client, registry, tenant, to))
  expect(await drifted(address, [to.schema, 'tenant_b'])).toEqual({absent: [], groups: []})
  const s = quoteIdent(to.schema)
  await query(address, `INSERT INTO ${s}.stages (label) VALUES ('x')`)
  await query(address, `INSERT INTO ${s}.users (address) VALUES ('a@b')`)
  await query(address, `INSERT INTO ${s}.deals (stage, owner_id) VALUES (1, 1)`)
  expect(await query(address, `SELECT ${s}.count_users()::int, count(*)::int FROM ${s}.events`)).toEqual([[1, 1]])
  expect(await query(address, 'SELECT name, subdomain, schema_name FROM tenants ORDER BY name')).toEqual([
    ['a', name, to.schema],
    ['b', 'b', 'tenant_b'],
  ])
})

test('a name that is taken is refused, and nothing changes', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b'])
  const {registry, tenant} = await withTenant(address, 'a')
  await withConnection(address, (client) =>
    expect(renameTenant(client, registry, tenant, {name: 'b', schema: 'tenant_b'})).rejects.toMatchObject({
      code: 'tenant_exists',
    }),
  )
  expect(await query(address, 'SELECT subdomain, schema_name FROM tenants ORDER BY name')).toEqual([
    ['a', 'tenant_a'],
    ['b', 'tenant_b'],
  ])
})
