import {Failure} from '../failure.ts'
import {withConnection} from '../postgres/connect.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {type CompareOptions, differences} from '../schema/difference.ts'
import type {Schema} from '../schema/entry.ts'
import {loadParser} from '../schema/parse.ts'
import {registeredTenants} from '../tenants/registry.ts'
import {sidesOf} from '../tenants/sides.ts'
import type {Tenant} from '../tenants/tenant.ts'
import {choosePgDumpForSources} from './choose.ts'
import type {Comparison} from './compare.ts'
import type {Opened} from './open.ts'
import {isOwnObjectOf} from './own-objects.ts'
import {openSource, type Source} from './source.ts'
import {schemaTenancy} from './tenants.ts'
import type {Workspace} from './workspace.ts'

/** A database of tenants, read by one dump. */
export type TenantDatabase = {
  readonly name: string
  readonly source: Source
  readonly opened: Opened
  readonly template: string
  /** Without the template. */
  readonly tenants: readonly Tenant[]
  readonly pgDump: PgDumpChoice
  readonly schema: Schema
}

/** @throws Failure `no_tenancy`, `no_registry`, `no_database` */
export async function readTenantDatabase(workspace: Workspace, name: string): Promise<TenantDatabase> {
  const {registry, template} = schemaTenancy(workspace)
  const source = await openSource(workspace, name)
  const {opened} = source
  if (!opened) throw new Failure('no_database', `${name} is no database`)
  const all = await withConnection(opened.address, (client) => registeredTenants(client, registry))
  const pgDump = await choosePgDumpForSources(workspace, [source])
  const [schema] = await Promise.all([source.read(pgDump), loadParser()])
  const tenants = all.filter((tenant) => tenant.schema !== template)
  return {name, source, opened, template, tenants, pgDump, schema}
}

export type TenantComparison = {
  readonly schema: string
  /** What else is nobody's drift. */
  readonly alike?: readonly string[]
  /** What the tenant is called where it is shown. */
  readonly shown: string
}

/** A tenant's schema beside what the template would be in its place; names are the tenant's own. */
export async function compareTenant(
  {name, source, template, tenants, pgDump, schema: whole}: TenantDatabase,
  {schema, shown, alike = []}: TenantComparison,
  options: Omit<CompareOptions, 'ignore'> = {},
): Promise<Comparison> {
  const others = new Set(tenants.map((tenant) => tenant.schema))
  const {actual, expected} = sidesOf(whole, {template, tenant: schema, others})
  const compared = {...options, ignore: isOwnObjectOf([template, schema, ...alike])}
  const named = (as: string) => ({...source, name: {...source.name, name: as, kind: 'tenant' as const}})
  return {
    actual: named(shown),
    expected: named(`${name}#${template}`),
    actualSchema: actual,
    expectedSchema: expected,
    differences: await differences(actual, expected, compared),
    options: compared,
    pgDump,
    partial: true,
    unusedIgnores: [],
  }
}
