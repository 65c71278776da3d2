import type {Change} from '../change.ts'
import {toChange} from '../schema/compare.ts'
import {type CompareOptions, type Difference, differences} from '../schema/difference.ts'
import {type Entry, keyOf, type Schema} from '../schema/entry.ts'
import {explainLike, likeMade} from './like.ts'
import {schemaOfEntry, withoutName, withoutNameExactly} from './rename.ts'

/** Tenants that differ from the template in the same way. */
export type TenantGroup = {
  readonly tenants: readonly string[]
  /** In the words of the template: the tenant's schema is called `"<tenant>"`. */
  readonly changes: readonly Change[]
  readonly differences: readonly Difference[]
  /** How it came about, where that is known. */
  readonly explanation: string | null
}

export type TenantDrift = {
  readonly template: string
  /** Tenants that are like the template. */
  readonly equal: readonly string[]
  /** The largest group first. */
  readonly groups: readonly TenantGroup[]
  /** Tenants that have no schema. */
  readonly absent: readonly string[]
}

/**
 * Compares each tenant's schema with the template's, all from one reading of the database. Costs a replacement in each
 * text and a look-up for each object; only what differs is parsed.
 */
export async function tenantDrift(
  schema: Schema,
  template: string,
  tenants: readonly string[],
  options: CompareOptions = {},
): Promise<TenantDrift> {
  const expected = withoutName(schema, template)
  const bySchema = splitBySchema(schema, new Set(tenants))
  const groups = new Map<string, TenantGroup & {readonly tenants: string[]}>()
  const equal: string[] = []
  const absent: string[] = []
  for (const tenant of tenants) {
    const own = bySchema.get(tenant)
    if (!own) {
      absent.push(tenant)
      continue
    }
    const found = await differencesOf({schema: own, name: tenant}, {schema, name: template}, expected, options)
    if (!found.length) {
      equal.push(tenant)
      continue
    }
    const changes = found.flatMap(toChange)
    const key = JSON.stringify(changes)
    const group = groups.get(key)
    if (group) group.tenants.push(tenant)
    else {
      const like = likeMade(found, template)
      const explanation = like && explainLike(like, template)
      groups.set(key, {tenants: [tenant], changes, differences: found, explanation})
    }
  }
  return {template, equal, absent, groups: [...groups.values()].sort((a, b) => b.tenants.length - a.tenants.length)}
}

type Named = {readonly schema: Schema; readonly name: string}

/** By replacing the name in the text; what then differs is looked at again by what the parser takes for the name. */
async function differencesOf(
  tenant: Named,
  template: Named,
  expected: Schema,
  options: CompareOptions,
): Promise<Difference[]> {
  const actual = withoutName(tenant.schema, tenant.name)
  const found = await differences(actual, expected, options)
  if (!found.length) return found
  const keys = new Set(found.flatMap(({actual, expected}) => [...actual, ...expected].map(keyOf)))
  const [exactActual, exactExpected] = [
    replaceTexts(actual, withoutNameExactly(tenant.schema, tenant.name, keys)),
    replaceTexts(expected, withoutNameExactly(template.schema, template.name, keys)),
  ]
  return exactActual === actual && exactExpected === expected ? found : differences(exactActual, exactExpected, options)
}

/** The schema itself where nothing changes. */
function replaceTexts(schema: Schema, texts: ReadonlyMap<string, string>): Schema {
  const changed = [...texts].filter(([key, text]) => schema.entries.get(key)?.text !== text)
  if (changed.length === 0) return schema
  const entries = new Map(schema.entries)
  for (const [key, text] of changed) {
    const entry = entries.get(key)
    if (entry) entries.set(key, {...entry, text})
  }
  return {...schema, entries}
}

/** The entries of each schema, in one pass over all. */
function splitBySchema({serverVersion, entries}: Schema, names: ReadonlySet<string>): Map<string, Schema> {
  const split = new Map<string, Map<string, Entry>>([...names].map((name) => [name, new Map()]))
  for (const [key, entry] of entries) {
    const name = schemaOfEntry(entry)
    if (name !== null) split.get(name)?.set(key, entry)
  }
  return new Map(
    [...split].filter(([, own]) => own.size > 0).map(([name, own]) => [name, {serverVersion, entries: own}]),
  )
}
