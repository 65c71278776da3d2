import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'
import {openRegistry, type Registry, readTenants} from './registry.ts'
import type {Tenant} from './tenant.ts'

export type ListedTenant = Tenant & {
  /** `empty`: the schema is there, and nothing is in it. */
  readonly state: 'whole' | 'empty' | 'no schema'
}

/**
 * The tenants of the registry, and whether each has its schema.
 * @throws Failure `no_registry`
 */
export async function listTenants(client: pg.Client, registry: Registry): Promise<readonly ListedTenant[]> {
  const tenants = await readTenants(client, await openRegistry(client, registry))
  const {rows} = await client.query<{schema: string; objects: number}>(await readSql('tenants/schemas.sql'), [
    tenants.map(({schema}) => schema),
  ])
  const objects = new Map(rows.map((row) => [row.schema, row.objects]))
  return tenants.map((tenant) => {
    const held = objects.get(tenant.schema)
    return {...tenant, state: held === undefined ? 'no schema' : held === 0 ? 'empty' : 'whole'}
  })
}
