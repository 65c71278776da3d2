import type {Step} from '../plan.ts'
import {quoteIdent, quoteLiteral, quoteQualified} from '../postgres/quote.ts'
import {collect, type Entry, keyOf, type Schema} from '../schema/entry.ts'
import {parse, type Value} from '../schema/parse.ts'
import {step} from '../schema/plan/step.ts'
import {schemaOfEntry} from './rename.ts'
import {fill} from './rewrite/pattern.ts'
import {patternOf} from './rewrite/references.ts'

export type Sides = {readonly actual: Schema; readonly expected: Schema}

/**
 * A database as it is, and as it would be if one tenant were like the template; without the other tenants. The parser
 * must be loaded.
 */
export function sidesOf(
  {serverVersion, entries}: Schema,
  names: {readonly template: string; readonly tenant: string; readonly others: ReadonlySet<string>},
): Sides {
  const {template, tenant, others} = names
  const found: Entry[] = []
  const wanted: Entry[] = []
  // In the order of the dump, which is one in which all of it can be made.
  for (const entry of entries.values()) {
    const schema = schemaOfEntry(entry)
    if (schema !== null && schema !== tenant && schema !== template && others.has(schema)) continue
    found.push(entry)
    if (schema !== tenant) wanted.push(entry)
    if (schema === template) wanted.push(asTenants(entry, template, tenant))
  }
  return {
    actual: {serverVersion, entries: collect(found)},
    expected: {serverVersion, entries: collect(wanted)},
  }
}

function asTenants(entry: Entry, template: string, tenant: string): Entry {
  const text = fill(patternOf(entry.text, template), tenant)
  if (entry.schema !== null) return {...entry, schema: tenant, text}
  const tag = entry.type === 'SCHEMA' ? tenant : fill(patternOf(entry.tag, template), tenant)
  return {...entry, tag, text}
}

/**
 * Adds to a plan what no schema says: a sequence that a column gets goes on after the numbers that are there. Each comes
 * right after the step that gives it to its column, in the same transaction, so that no number comes in between.
 */
export function withSequenceValues(steps: readonly Step[], {actual, expected}: Sides): Step[] {
  const planned = [...steps]
  for (const entry of expected.entries.values()) {
    if (entry.type !== 'SEQUENCE OWNED BY' || entry.schema === null) continue
    if (actual.entries.has(keyOf({type: 'SEQUENCE', schema: entry.schema, tag: entry.tag}))) continue
    const owner = ownerOf(entry)
    if (!owner) continue
    const name = quoteQualified(entry.schema, entry.tag)
    const sql = `SELECT pg_catalog.setval(${quoteLiteral(name)}, m.value)
  FROM (SELECT max(${quoteIdent(owner.column)}) AS value FROM ${quoteQualified(owner.schema, owner.table)}) m
 WHERE m.value IS NOT NULL`
    const last = planned.findLastIndex(({sql}) => sql.includes('nextval(') && sql.includes(entry.tag))
    if (last < 0) continue
    planned.splice(last + 1, 0, step({kind: 'sequence', identity: `${entry.schema}.${entry.tag}`}, sql))
  }
  return planned
}

/** Of `ALTER SEQUENCE … OWNED BY schema.table.column`. */
function ownerOf({text}: Entry): {readonly schema: string; readonly table: string; readonly column: string} | null {
  for (const {kind, node} of parse(text)) {
    if (kind !== 'AlterSeqStmt') continue
    const [schema, table, column] = strings(node)
    if (schema !== undefined && table !== undefined && column !== undefined) return {schema, table, column}
  }
  return null
}

function strings(value: Value | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(strings)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'sval' && typeof inner === 'string' ? [inner] : strings(inner),
  )
}
