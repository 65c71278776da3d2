import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {readDatabase} from '../../src/schema/read.ts'
import {type CreateOptions, createTenants} from '../../src/tenants/create.ts'
import {tenantDrift} from '../../src/tenants/drift.ts'
import {openRegistry, readTenants} from '../../src/tenants/registry.ts'
import {PLACEHOLDER} from '../../src/tenants/rename.ts'
import {findTenant} from '../../src/tenants/tenant.ts'
import {isOwnObjectOf} from '../../src/workspace/own-objects.ts'
import {pgDumpForTests} from '../support/schema.ts'

export const REGISTRY = {table: 'public.tenants', schema: 'schema_name', id: 'id'}

export async function create(address: Address, names: readonly string[], options: Partial<CreateOptions> = {}) {
  return createTenants(
    address,
    names.map((name) => ({name})),
    {
      registry: REGISTRY,
      template: 'template',
      naming: {prefix: 'tenant_', names: 'any', reserved: ['www']},
      pgDump: await pgDumpForTests(),
      ...options,
    },
  )
}

/** Rows as arrays. */
export const query = (address: Address, sql: string): Promise<unknown[][]> =>
  withConnection(address, async (client) => (await client.query({text: sql, rowMode: 'array'})).rows)

/** How schemas differ from the template, by pg_dump. */
export async function drifted(address: Address, schemas: readonly string[]) {
  const read = await readDatabase(address, {pgDump: await pgDumpForTests()})
  const found = await tenantDrift(read, 'template', schemas, {ignore: isOwnObjectOf([PLACEHOLDER])})
  return {absent: found.absent, groups: found.groups.map(({tenants, changes}) => ({tenants, changes}))}
}

/** Opens the registry and finds a tenant in it. */
export const withTenant = async (address: Address, name: string) =>
  withConnection(address, async (client) => {
    const registry = await openRegistry(client, REGISTRY)
    return {registry, tenant: findTenant(await readTenants(client, registry), name)}
  })
