import type pg from 'pg'
import {historyDdl} from '../migrations/history-table.ts'
import {DEFAULT_HISTORY, ensureHistory} from '../migrations/index.ts'
import {releaseLock, takeLock} from '../migrations/lock.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {type AdminSql, checkParameters, runAdminSql} from './admin-sql.ts'
import {type Blueprints, beginWith, blueprintsOf} from './blueprints.ts'
import {distribute, requireCitus} from './citus.ts'
import {eachInSessions, interruption, rollBack} from './each.ts'
import {type Naming, schemaOf} from './naming.ts'
import {insertTenant, rowFor} from './register.ts'
import {type OpenRegistry, openRegistry, type Registry, readTenants} from './registry.ts'
import {fill} from './rewrite/pattern.ts'
import {type Standing, standingOf} from './standing.ts'
import {type Problem, problemOf} from './tenant.ts'

/** A tenant to be. */
export type NewTenant = {
  readonly name: string
  /** For columns of the registry, and for parameters of the admin's SQL. */
  readonly values?: Readonly<Record<string, string>>
}

/**
 * - `created`: all of it, in one transaction.
 * - `completed`: what was missing, the row of the registry or the schema; in one transaction, too.
 * - `exists`: was there already, as a whole; nothing was done.
 * - `failed`: nothing of it is there.
 */
export type Creation = {
  readonly name: string
  readonly schema: string | null
  readonly outcome: 'created' | 'completed' | 'exists' | 'failed'
  readonly problem: Problem | null
  /** Milliseconds. */
  readonly duration: number
}

export type CreateOptions = {
  readonly registry: Registry & {readonly columns?: Readonly<Record<string, string>>}
  readonly template: string
  readonly naming: Naming
  readonly pgDump: PgDumpChoice
  readonly reference?: readonly string[] | 'all'
  readonly admin?: AdminSql | null
  /** The schemas of a registry that is kept in another database, with the ids of their tenants: none is written here. */
  readonly registered?: ReadonlyMap<string, string | null>
  /** Of earlier calls for the same template. */
  readonly blueprints?: Blueprints
  /** Whether Citus distributes the schema. */
  readonly citus?: boolean
  /** Whether the template, and so each tenant, is given a history of migrations where it has none. */
  readonly history?: boolean
  /** Sessions that work at once. */
  readonly concurrency?: number
  readonly signal?: AbortSignal | undefined
  readonly onTenant?: (creation: Creation) => void
}

/**
 * Makes tenants: the registry's row and a schema like the template's, each in a transaction of its own. One that fails
 * does not keep the others from being made; names are checked before anything is done.
 * @throws Failure `bad_tenant_name`, `reserved_name`, `no_registry`, `no_template`, `registry_needs_value`,
 * `missing_parameter`
 */
export async function createTenants(
  address: Address,
  tenants: readonly NewTenant[],
  options: CreateOptions,
): Promise<readonly Creation[]> {
  const {naming, template, concurrency = 2, signal, admin = null, onTenant} = options
  const wanted = [...new Map(tenants.map((tenant) => [tenant.name, tenant])).values()].map((tenant) => ({
    ...tenant,
    schema: schemaOf(tenant.name, naming, template),
  }))
  const {registry, standing} = await withConnection(address, async (client) => {
    if (options.citus) await requireCitus(client)
    const registry = options.registered ? null : await openRegistry(client, options.registry)
    if (options.history) await ensureTemplateHistory(client, template)
    const known = registry
      ? (await readTenants(client, registry)).map(({schema}) => schema)
      : options.registered?.keys()
    return {registry, standing: await standingOf(client, new Set(known), wanted)}
  })
  for (const tenant of wanted) {
    if (registry) rowFor(registry, tenant, options.registry.columns)
    if (admin) checkParameters(admin, parametersOf(tenant, null))
  }
  const creations: Creation[] = []
  const tell = (creation: Creation) => {
    creations.push(creation)
    onTenant?.(creation)
  }
  const due = wanted.filter((tenant) => {
    const found = standing.get(tenant.name)
    if (found?.is === 'whole') tell(existing(tenant))
    else if (found?.is === 'stranger') tell(stranger(tenant, found.objects))
    else return true
    return false
  })
  if (due.length === 0) return creations
  const {blueprints = blueprintsOf(address, template, options)} = options
  await blueprints.read()
  await eachInSessions(address, due, {concurrency, signal}, async ({client}, tenant) => {
    const started = performance.now()
    const half = standing.get(tenant.name)?.is ?? 'absent'
    const done = (outcome: Creation['outcome'], problem: Problem | null = null) =>
      tell({name: tenant.name, schema: tenant.schema, outcome, problem, duration: performance.now() - started})
    try {
      await make(client, tenant, {...options, registry, columns: options.registry.columns ?? {}, half, blueprints})
      done(half === 'absent' ? 'created' : 'completed')
    } catch (error) {
      await rollBack(client)
      done('failed', problemOf(signal?.aborted ? interruption() : error))
    }
  })
  return creations
}

/** Made once here, it need not be made in every tenant by the first migration. */
async function ensureTemplateHistory(client: pg.Client, template: string): Promise<void> {
  const {rowCount} = await client.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [template])
  const table = {...DEFAULT_HISTORY, schema: template}
  if (!rowCount || (await historyDdl(client, table)).length === 0) return
  // Several may come first at the same time.
  await takeLock(client, table, {wait: 60_000, onWait: () => {}})
  try {
    await ensureHistory(client, table)
  } finally {
    await releaseLock(client, table)
  }
}

type Wanted = NewTenant & {readonly schema: string}

const existing = ({name, schema}: Wanted): Creation => ({
  name,
  schema,
  outcome: 'exists',
  problem: {
    code: 'tenant_exists',
    message: 'exists already',
    hint: null,
    detail: null,
    place: null,
  },
  duration: 0,
})

const stranger = ({name, schema}: Wanted, objects: number): Creation => ({
  name,
  schema,
  outcome: 'failed',
  problem: {
    code: 'schema_exists',
    message: `the schema "${schema}" exists, with ${objects} objects in it, and the registry does not know it`,
    hint: 'pgplumb tenant check lists such schemas; register it by an INSERT, or drop it',
    detail: null,
    place: null,
  },
  duration: 0,
})

type Making = Omit<CreateOptions, 'registry' | 'blueprints'> & {
  readonly registry: OpenRegistry | null
  readonly columns: Readonly<Record<string, string>>
  readonly half: Standing['is']
  readonly blueprints: Blueprints
}

/** As pg_dump has it: its names are all qualified. */
export const PREAMBLE = `SET LOCAL search_path = '';
SET LOCAL check_function_bodies = off;
SET LOCAL client_min_messages = warning;
SET LOCAL row_security = off;`

async function make(client: pg.Client, tenant: Wanted, making: Making): Promise<void> {
  const {template, registry, half, admin = null} = making
  const blueprint = await beginWith(client, template, making.blueprints)
  const isThere = half === 'row' || half === 'empty'
  const id = registry
    ? await insertTenant(client, registry, rowFor(registry, tenant, making.columns), {schema: tenant.schema, isThere})
    : (making.registered?.get(tenant.schema) ?? null)
  const patterns = half === 'schema' || half === 'empty' ? [] : [blueprint.schema]
  const sql = [...patterns, blueprint.objects].map((pattern) => fill(pattern, tenant.schema))
  await client.query([PREAMBLE, ...sql].join('\n'))
  if (admin) {
    await client.query("SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident($1) || ', public', true)", [
      tenant.schema,
    ])
    await runAdminSql(client, admin, parametersOf(tenant, id))
  }
  if (making.citus) await distribute(client, tenant.schema)
  await client.query('COMMIT')
}

/** What the admin's SQL may ask for. */
const parametersOf = ({name, schema, values = {}}: Wanted, id: string | null): Record<string, string> => ({
  ...values,
  name,
  schema,
  id: id ?? '',
})
