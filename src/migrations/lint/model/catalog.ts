import type pg from 'pg'
import * as v from 'valibot'
import {OWN_SCHEMA} from '../../../postgres/own-schema.ts'
import {readSql} from '../../../postgres/sql-file.ts'
import {Model} from './model.ts'
import {CONSTRAINT_KINDS, newTable} from './table.ts'

const Row = v.object({
  schema: v.string(),
  name: v.string(),
  kind: v.picklist(['table', 'partitioned table', 'view', 'materialized view', 'foreign table']),
  rowSecurity: v.boolean(),
  parent: v.nullable(v.string()),
  rows: v.nullable(v.number()),
  bytes: v.nullable(v.number()),
  columns: v.array(
    v.object({
      name: v.string(),
      type: v.string(),
      array: v.boolean(),
      modifiers: v.nullable(v.array(v.string())),
      notNull: v.boolean(),
      hasDefault: v.boolean(),
    }),
  ),
  constraints: v.array(
    v.object({
      name: v.string(),
      kind: v.picklist(CONSTRAINT_KINDS),
      columns: v.array(v.string()),
      valid: v.boolean(),
      references: v.nullable(v.string()),
      definition: v.string(),
    }),
  ),
  indexes: v.array(
    v.object({
      name: v.string(),
      columns: v.nullable(v.array(v.nullable(v.string()))),
      unique: v.boolean(),
      valid: v.boolean(),
      partial: v.boolean(),
    }),
  ),
  policies: v.array(v.string()),
})

const HIDDEN = ['pg_catalog', 'information_schema', OWN_SCHEMA]

/** What there is, as the database has it; `searchPath` is where unqualified names are looked up. */
export async function readModel(client: pg.Client, searchPath = 'public'): Promise<Model> {
  const {rows} = await client.query(await readSql('catalog/tables-in-use.sql'), [HIDDEN])
  const model = new Model(searchPath)
  for (const row of v.parse(v.array(Row), rows)) {
    const table = newTable(row.schema, row.name, 'existing')
    table.kind = row.kind
    table.known = true
    table.rowSecurity = row.rowSecurity
    table.policies = row.policies
    table.parent = row.parent
    table.size = row.rows === null ? null : {rows: Math.round(row.rows), bytes: row.bytes ?? 0}
    for (const {name, type, array, modifiers, notNull, hasDefault} of row.columns) {
      const numbers = (modifiers?.[0] ?? '').split(',').filter((part) => part !== '')
      table.columns.set(name, {name, type: {name: type, array, modifiers: numbers.map(Number)}, notNull, hasDefault})
    }
    table.constraints = row.constraints.map(({references, definition, ...constraint}) => ({
      ...constraint,
      references: references === null ? null : {table: references, columns: []},
      expression: null,
      provesNotNull: constraint.kind === 'check' && isNotNullTest(definition) ? constraint.columns : [],
    }))
    table.indexes = row.indexes.map((index) => ({...index, columns: index.columns ?? []}))
    model.tables.set(`${row.schema}.${row.name}`, table)
    for (const {name} of row.indexes) model.indexTables.set(`${row.schema}.${name}`, `${row.schema}.${row.name}`)
  }
  const {rows: domains} = await client.query<{name: string}>(
    "SELECT DISTINCT t.typname AS name FROM pg_type t LEFT JOIN pg_constraint k ON k.contypid = t.oid WHERE t.typtype = 'd' AND (k.oid IS NOT NULL OR t.typnotnull)",
  )
  for (const {name} of domains) model.constrainedDomains.add(name)
  const {rows: functions} = await client.query<{name: string}>(
    "SELECT proname AS name FROM pg_proc GROUP BY proname HAVING bool_and(provolatile <> 'v')",
  )
  for (const {name} of functions) model.steadyFunctions.add(name)
  return model
}

const isNotNullTest = (definition: string): boolean =>
  /IS NOT NULL/.test(definition) && !/\b(OR|NOT \(|CASE)\b/.test(definition)

/** INVALID indexes that nobody is building at this moment. */
export async function invalidIndexes(client: pg.Client): Promise<{index: string; table: string}[]> {
  const {rows} = await client.query<{index: string; table: string}>(
    `SELECT n.nspname || '.' || i.relname AS index, tn.nspname || '.' || t.relname AS "table"
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace
       JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
      WHERE NOT x.indisvalid AND i.relkind = 'i'
        AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.relid = x.indrelid)`,
  )
  return rows
}
