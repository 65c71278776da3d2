import {join} from 'node:path'
import {expect, test, vi} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {contentsOf} from '../../src/tenants/backup/contents.ts'
import {restoreTenant} from '../../src/tenants/backup/restore.ts'
import {freeze, writeBackup} from '../../src/tenants/backup/write.ts'
import {checkTenants} from '../../src/tenants/check.ts'
import {cloneTenant} from '../../src/tenants/clone.ts'
import {dropTenant} from '../../src/tenants/drop.ts'
import {listTenants} from '../../src/tenants/list.ts'
import {moveTenant} from '../../src/tenants/move.ts'
import {openRegistry, readTenants} from '../../src/tenants/registry.ts'
import {renameTenant} from '../../src/tenants/rename-tenant.ts'
import {tenantStats} from '../../src/tenants/stats.ts'
import {createDatabase} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'
import {pgDumpForTests} from '../support/schema.ts'
import {HOSTILE, TEMPLATE} from './fixture.ts'
import {create, drifted, query, REGISTRY, withTenant} from './support.ts'

vi.setConfig({testTimeout: 600_000})

const schemaOf = (name: string): string => `tenant_${name}`

async function fill(address: Address, schema: string): Promise<void> {
  const s = quoteIdent(schema)
  await query(
    address,
    `INSERT INTO ${s}.stages (label) VALUES ('template.users'), ('${'template'}');
     INSERT INTO ${s}.users (address) VALUES ('a@b'), ('c@d');
     INSERT INTO ${s}.deals (stage, owner_id) SELECT 1, 2 FROM generate_series(1, 5)`,
  )
}

const contents = (address: Address, schema: string) => withConnection(address, (client) => contentsOf(client, schema))

/** What works in a whole tenant only: own sequences, triggers, functions that read their own tables. */
async function works(address: Address, schema: string): Promise<void> {
  const s = quoteIdent(schema)
  const read = () =>
    query(
      address,
      `SELECT ${s}.count_users()::int, (SELECT count(*)::int FROM ${s}.events), max(id)::int FROM ${s}.deals`,
    )
  const [[users, events, id] = []] = await read()
  await query(address, `INSERT INTO ${s}.deals (stage, owner_id) VALUES (1, 1)`)
  const [[, , next] = []] = await read()
  expect([schema, await read()]).toEqual([schema, [[users, Number(events) + 1, next]]])
  expect(next).toBeGreaterThan(Number(id))
  await query(
    address,
    `DELETE FROM ${s}.deals WHERE id = ${Number(next)}; DELETE FROM ${s}.events WHERE ctid = (SELECT max(ctid) FROM ${s}.events)`,
  )
}

test('listed, counted and checked', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, HOSTILE)
  for (const name of HOSTILE) await fill(address, schemaOf(name))
  await withConnection(address, async (client) => {
    const listed = await listTenants(client, REGISTRY)
    expect(listed.map(({name, state}) => [name, state]).sort()).toEqual(HOSTILE.map((name) => [name, 'whole']).sort())
    const tenants = await readTenants(client, await openRegistry(client, REGISTRY))
    const {tenants: counted} = await tenantStats(client, tenants, {exact: true, count: ['users']})
    expect(new Set(counted.map(({counts}) => counts.users))).toEqual(new Set([2]))
    expect(await checkTenants(client, {registry: REGISTRY, template: 'template', prefix: 'tenant_'})).toEqual([])
  })
})

test('backed up, dropped, restored, and restored under another such name', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, HOSTILE)
  const folder = temporaryFolder()
  for (const [index, name] of HOSTILE.entries()) {
    const schema = schemaOf(name)
    const file = join(folder, `${index}.dump`)
    await fill(address, schema)
    const before = await contents(address, schema)
    const {registry, tenant} = await withTenant(address, name)
    await withConnection(address, async (client) => {
      await freeze(client, schema, {alone: false})
      await writeBackup(address, client, tenant, file, {pgDump: await pgDumpForTests(), registry})
      await client.query('COMMIT')
      await dropTenant(client, registry, tenant)
      await restoreTenant(client, registry, file, {name, schema})
    })
    expect([name, await contents(address, schema)]).toEqual([name, before])
    await works(address, schema)
    const other = `"${index}'${'template'.slice(index % 8)}.`
    await withConnection(address, (client) =>
      restoreTenant(client, registry, file, {name: other, schema: schemaOf(other)}),
    )
    expect([name, await contents(address, schemaOf(other))]).toEqual([name, before])
    await works(address, schemaOf(other))
  }
  const {rows} = await withConnection(address, (client) => client.query('SELECT schema_name FROM tenants'))
  expect(
    await drifted(
      address,
      rows.map((row) => row.schema_name),
    ),
  ).toEqual({absent: [], groups: []})
})

test('renamed there and back', async () => {
  const address = await createDatabase(TEMPLATE)
  const names = HOSTILE.map((_, index) => `n${index}`)
  await create(address, names)
  for (const [index, name] of HOSTILE.entries()) {
    const was = names[index] ?? ''
    await fill(address, schemaOf(was))
    for (const [from, to] of [
      [was, name],
      [name, was],
      [was, name],
    ] as const) {
      const {registry, tenant} = await withTenant(address, from)
      await withConnection(address, (client) =>
        renameTenant(client, registry, tenant, {name: to, schema: schemaOf(to)}),
      )
      await works(address, schemaOf(to))
    }
  }
  expect(await drifted(address, HOSTILE.map(schemaOf))).toEqual({absent: [], groups: []})
})

test('cloned, and moved to another database', async () => {
  const [here, there] = [await createDatabase(TEMPLATE), await createDatabase(TEMPLATE)]
  await create(here, HOSTILE)
  const pgDump = await pgDumpForTests()
  const file = join(temporaryFolder(), 'move.dump')
  const naming = {prefix: 'tenant_', names: 'any', reserved: []} as const
  for (const [index, name] of HOSTILE.entries()) {
    await fill(here, schemaOf(name))
    const before = await contents(here, schemaOf(name))
    const twin = `twin '${index}"`
    expect(await cloneTenant(here, name, twin, {registry: REGISTRY, naming, pgDump})).toMatchObject({problem: null})
    expect([name, await contents(here, schemaOf(twin))]).toEqual([name, before])
    const {tenant} = await withTenant(here, name)
    await moveTenant(here, there, tenant, {registry: REGISTRY, pgDump, file})
    expect([name, await contents(there, schemaOf(name))]).toEqual([name, before])
    await works(there, schemaOf(name))
  }
  expect(await drifted(there, HOSTILE.map(schemaOf))).toEqual({absent: [], groups: []})
  expect((await query(here, "SELECT count(*)::int FROM tenants WHERE subdomain NOT LIKE 'twin%'"))[0]).toEqual([0])
})
