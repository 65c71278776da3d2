import {collect, type Entry, type Schema} from '../schema/entry.ts'
import {loadParser} from '../schema/parse.ts'
import {identifier} from '../schema/words.ts'
import {fill} from './rewrite/pattern.ts'
import {patternOf} from './rewrite/references.ts'

export type Slices = {
  /** One tenant's schema, with the template and all that is no tenant's. */
  readonly actual: Schema
  /** The same, with the tenant as the template has it. */
  readonly expected: Schema
}

export type SliceOptions = {readonly template: string; readonly tenants: readonly string[]}

/** A database as if it had that one tenant only: as it is, and as it should be. */
export async function sliceFor(schema: Schema, tenant: string, {template, tenants}: SliceOptions): Promise<Slices> {
  await loadParser()
  const others = new Set(tenants.filter((name) => name !== template))
  const kept = [...schema.entries.values()].flatMap((entry) => {
    const name = schemaOf(entry)
    return name === tenant || !others.has(name ?? '') ? [{entry, name}] : []
  })
  const expected = kept.filter(({name}) => name !== tenant)
  const wanted = expected.filter(({name}) => name === template).map(({entry}) => underName(entry, template, tenant))
  // What the template needs of others comes before it: the tenant, who needs the same, may stand behind it.
  const last = expected.findLastIndex(({name}) => name === template) + 1
  const entries = expected.map(({entry}) => entry)
  return {
    actual: {serverVersion: schema.serverVersion, entries: collect(kept.map(({entry}) => entry))},
    expected: {
      serverVersion: schema.serverVersion,
      entries: collect([...entries.slice(0, last), ...wanted, ...entries.slice(last)]),
    },
  }
}

function underName(entry: Entry, template: string, tenant: string): Entry {
  const text = fill(patternOf(entry.text, template), tenant)
  if (entry.schema !== null) return {...entry, schema: tenant, text}
  return {...entry, tag: entry.type === 'SCHEMA' ? tenant : `SCHEMA ${identifier(tenant)}`, text}
}

/** The schema that an entry is in or about. */
function schemaOf({type, schema, tag}: Entry): string | null {
  if (schema !== null) return schema
  if (type === 'SCHEMA') return tag
  if (type !== 'COMMENT' && type !== 'ACL') return null
  const name = /^SCHEMA (.*)$/s.exec(tag)?.[1]
  return name?.replace(/^"(.*)"$/s, (_, inner: string) => inner.replaceAll('""', '"')) ?? null
}
