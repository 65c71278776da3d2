import {expect, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {openRegistry, readTenants} from '../../src/tenants/registry.ts'
import {type StatsOptions, tenantStats} from '../../src/tenants/stats.ts'
import {createDatabase} from '../support/database.ts'
import {TEMPLATE} from './fixture.ts'
import {create, query, REGISTRY} from './support.ts'

test('rows counted and estimated, the largest tenant first', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['small', "b'ig"], {reference: ['stages']})
  await query(address, `INSERT INTO "tenant_b'ig".users (address) SELECT i || '@x' FROM generate_series(1, 3000) i`)
  await query(address, `INSERT INTO "tenant_b'ig".events VALUES ('2026-05-05', 'x'), ('2030-01-01', 'y')`)
  await query(address, 'ANALYZE')
  const stats = (options: StatsOptions) =>
    withConnection(address, async (client) =>
      tenantStats(client, await readTenants(client, await openRegistry(client, REGISTRY)), options),
    )
  const exact = await stats({exact: true, count: ['users', 'nowhere']})
  expect(exact.tenants.map(({name, rows, counts}) => ({name, rows, counts}))).toEqual([
    // 3,000 users, two stages, two events (in two partitions, counted once).
    {name: "b'ig", rows: 3004, counts: {users: 3000, nowhere: null}},
    {name: 'small', rows: 2, counts: {users: 0, nowhere: null}},
  ])
  expect(exact.tables[0]).toMatchObject({schema: "tenant_b'ig", name: 'users', rows: 3000})
  expect(exact.tenants[0]?.bytes).toBeGreaterThan(exact.tenants[1]?.bytes ?? Number.POSITIVE_INFINITY)
  const estimated = await stats({count: ['users']})
  expect(estimated.exact).toBe(false)
  expect(estimated.tenants[0]).toMatchObject({name: "b'ig", rows: 3004, counts: {users: 3000}})
})

test('when a tenant was last read, and how much was written', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['busy', 'idle'])
  await withConnection(address, async (client) => {
    await client.query("INSERT INTO tenant_busy.users (address) VALUES ('a@b'); SELECT * FROM tenant_busy.users")
    await client.query('SELECT pg_stat_force_next_flush()')
  })
  await withConnection(address, async (client) => {
    const {tenants} = await tenantStats(client, await readTenants(client, await openRegistry(client, REGISTRY)))
    const [busy, idle] = ['busy', 'idle'].map((name) => tenants.find((tenant) => tenant.name === name))
    expect(busy?.writes).toBe(1)
    expect(idle?.writes).toBe(0)
    const {rows} = await client.query("SELECT current_setting('server_version_num')::int >= 160000 AS known")
    if (!rows[0].known) return expect(busy?.lastActivity).toBeNull()
    expect(busy?.lastActivity?.getTime()).toBeGreaterThan(Date.now() - 600_000)
  })
})
