import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {
  compareWithHistory,
  DEFAULT_HISTORY,
  type Folder,
  type PendingOptions,
  pendingMigrations,
  readHistories,
  type SchemaHistory,
} from '../../migrations/index.ts'
import {type Problem, problemOf, type Tenant} from '../tenant.ts'

/** A tenant, and what of the folder is not in effect in it. */
export type Due = Tenant & {
  readonly history: SchemaHistory
  readonly versions: readonly string[]
  /** Why it cannot be migrated: an edited file, a number that comes late. */
  readonly problem: Problem | null
}

/** What is pending in each of these schemas: one query for every thousand. */
export async function pendingOf(
  client: pg.Client,
  folder: Folder,
  tenants: readonly Tenant[],
  options: PendingOptions,
): Promise<readonly Due[]> {
  const schemas = tenants.map(({schema}) => schema)
  const {rows} = await client.query<{schema: string}>(
    'SELECT nspname::text AS schema FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1)',
    [schemas],
  )
  const there = new Set(rows.map(({schema}) => schema))
  const histories = await readHistories(client, schemas, DEFAULT_HISTORY.table)
  // Of tenants of one age the histories are the same.
  const known = new Map<string, Promise<Pick<Due, 'versions' | 'problem'>>>()
  return Promise.all(
    tenants.map(async (tenant): Promise<Due> => {
      const history = histories.get(tenant.schema) ?? {history: new Map(), ready: false}
      if (!there.has(tenant.schema)) return {...tenant, history, versions: [], problem: withoutSchema(tenant)}
      const key = [...history.history.values()]
        .map((row) =>
          [row.version, row.text_checksum, row.checksum, row.applied_at == null, row.statements_done].join(' '),
        )
        .sort()
        .join('\n')
      const found = known.get(key) ?? versionsOf(folder, history, options)
      known.set(key, found)
      return {...tenant, history, ...(await found)}
    }),
  )
}

async function versionsOf(
  folder: Folder,
  {history}: SchemaHistory,
  options: PendingOptions,
): Promise<Pick<Due, 'versions' | 'problem'>> {
  try {
    const due = pendingMigrations(await compareWithHistory(folder, history), options)
    return {versions: due.map(({migration}) => migration.version), problem: null}
  } catch (error) {
    // A version that nobody has is the caller's mistake, and no tenant's.
    if (!(error instanceof Failure) || error.code === 'no_such_version') throw error
    return {versions: [], problem: problemOf(error)}
  }
}

const withoutSchema = ({name, schema}: Tenant): Problem => ({
  code: 'tenant_without_schema',
  message: 'it has no schema',
  hint: `pgplumb tenant create ${name} completes it, with the schema ${schema}`,
  detail: null,
  place: null,
})
