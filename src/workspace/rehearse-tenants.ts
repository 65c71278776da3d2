import {existsSync} from 'node:fs'
import {relative} from 'node:path'
import type pg from 'pg'
import {
  compareWithHistory,
  DEFAULT_HISTORY,
  loadMigrations,
  type Migration,
  pendingMigrations,
} from '../migrations/index.ts'
import {readHistories} from '../migrations/schema-histories.ts'
import {tenantSchemas} from '../tenants/registry.ts'
import type {Workspace} from './workspace.ts'

/** What is pending in the schemas of tenants, and the one in which it is to be rehearsed. */
export type PendingTenants = {
  /** The largest of those with the most files pending. */
  readonly rehearsed: string
  readonly due: readonly Migration[]
  /** All in which something is pending, the template included. */
  readonly schemas: readonly string[]
  /** All that there are but the rehearsed one. */
  readonly others: ReadonlySet<string>
}

/** Null: there are no tenants with schemas of their own, or nothing is pending in any. */
export async function pendingTenants({project}: Workspace, client: pg.Client): Promise<PendingTenants | null> {
  const {tenancy} = project
  if (tenancy?.model !== 'schema' || !existsSync(tenancy.migrations)) return null
  const folder = loadMigrations(relative(process.cwd(), tenancy.migrations) || '.')
  const {rows: sizes} = await client.query<{schema: string}>(
    `SELECT n.nspname AS schema FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'm')
      WHERE n.nspname = ANY ($1) GROUP BY 1 ORDER BY coalesce(sum(pg_total_relation_size(c.oid)), 0) DESC, 1`,
    [[...new Set([tenancy.template, ...(await tenantSchemas(client, tenancy.registry))])]],
  )
  const schemas = sizes.map(({schema}) => schema)
  const histories = await readHistories(client, schemas, DEFAULT_HISTORY.table)
  const pending: {schema: string; due: readonly Migration[]}[] = []
  for (const schema of schemas) {
    const status = await compareWithHistory(folder, histories.get(schema)?.history ?? new Map())
    const due = pendingMigrations(status, {outOfOrder: true}).map(({migration}) => migration)
    if (due.length > 0) pending.push({schema, due})
  }
  const most = Math.max(0, ...pending.map(({due}) => due.length))
  const chosen = pending.find(({due}) => due.length === most)
  if (!chosen) return null
  return {
    rehearsed: chosen.schema,
    due: chosen.due,
    schemas: pending.map(({schema}) => schema),
    others: new Set(schemas.filter((schema) => schema !== chosen.schema)),
  }
}
