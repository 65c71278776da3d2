import {existsSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {CONVENTIONS} from './conventions.ts'
import {databaseEntries, resolveUrl} from './databases.ts'
import type {Loaded} from './loaded.ts'
import type {
  BackupSettings,
  Conventions,
  ExpireRule,
  IgnoredFinding,
  Isolation,
  Maintenance,
  MaintenanceTask,
  Project,
  RuleSettings,
  Tenancy,
} from './project.ts'
import type {Config} from './schema/config.ts'
import type {ExpireConfig, TaskConfig} from './schema/maintenance.ts'
import {firstThere, sqlFiles} from './sql-files.ts'

/** The project of a valid config, with every default in its place. */
export async function buildProject(root: string, loaded: Loaded): Promise<Project> {
  const {config, source} = loaded
  const cacheDir = join(root, '.pgplumb')
  const prelude = config.prelude ?? (await firstThere(root, ['sql/prelude.sql']))
  const seeds = config.seeds ?? (await firstThere(root, ['sql/seeds', 'sql/seeds.sql']))
  const schema = config.schema ?? (await firstThere(root, ['sql/schema.sql', 'sql/schema'])) ?? 'sql/schema.sql'
  const databases = databaseEntries(root, cacheDir, loaded)
  return {
    root,
    configFile: source?.file ?? null,
    schema: await sqlFiles(root, schema),
    prelude: prelude ? await sqlFiles(root, prelude) : [],
    migrations: resolve(root, config.migrations ?? 'sql/migrations'),
    history: config.history ?? null,
    seeds: seeds ? await sqlFiles(root, seeds) : [],
    databases,
    resolveUrl: (connectionString, flags) => resolveUrl(connectionString, loaded, flags),
    drift: {ignore: (config.drift?.ignore ?? []).map(({object, kind = null, reason}) => ({object, kind, reason}))},
    tenancy: tenancy(root, config, databases[0]?.name ?? 'dev'),
    isolation: isolation(config),
    rules: rules(root, config),
    conventions: conventions(config),
    maintenance: maintenance(root, config),
    backup: backup(root, config),
    // A bare name is looked up in PATH by whoever runs it.
    pgDump:
      config.pgDump === undefined ? null : /[\\/]/.test(config.pgDump) ? resolve(root, config.pgDump) : config.pgDump,
    cacheDir,
  }
}

function tenancy(root: string, {tenancy}: Config, firstDatabase: string): Tenancy | null {
  if (!tenancy) return null
  const {model, registry, template = 'template', migrations = 'sql/tenant-migrations'} = tenancy
  const {table = 'public.tenants', schema = 'schema_name', id = 'id', name = null, columns = {}} = registry ?? {}
  if (model === 'row') return {model, registry: registry ? {table, id} : null}
  const {prefix = 'tenant_', names = 'subdomain', reserved = RESERVED, reference = [], access = {}, admin} = tenancy
  const {shards = [firstDatabase], queue = registry?.database ?? shards[0] ?? firstDatabase, citus = false} = tenancy
  const {database = null, shard = 'shard'} = registry ?? {}
  const values = Object.fromEntries(Object.entries(columns).map(([column, value]) => [column, String(value)]))
  return {
    model,
    registry: {table, schema, id, name, columns: values, database, shard},
    template,
    migrations: resolve(root, migrations),
    naming: {prefix, names, reserved},
    reference,
    access: Object.entries(access).map(
      ([role, {schema = [], tables = [], sequences = [], functions = [], except = []}]) => ({
        role,
        schema: [schema].flat(),
        tables: [tables].flat(),
        sequences: [sequences].flat(),
        functions: [functions].flat(),
        except,
      }),
    ),
    admin: admin === undefined ? null : resolve(root, admin),
    shards,
    queue,
    citus,
  }
}

/** Subdomains that nearly everybody needs for something else. */
const RESERVED = ['www', 'api', 'admin', 'mail']

function isolation({isolation = {}}: Config): Isolation {
  const {column = 'tenant_id', user = [], setting = 'app.tenant_id', role = [], members = [], except = []} = isolation
  const columns = [column].flat()
  return {
    column: columns[0] ?? 'tenant_id',
    columns,
    userColumns: [user].flat(),
    setting,
    signIn: isolation['sign-in'] ?? null,
    roles: [role].flat(),
    members,
    formerMembers: isolation['former-members'] ?? [],
    except,
  }
}

function rules(root: string, {rules = {}}: Config): RuleSettings {
  const {
    extends: base = 'recommended',
    ignore = [],
    'fail-on': failOn = 'error',
    folder,
    baseline,
    ...severities
  } = rules
  const own = resolve(root, folder ?? 'rules')
  return {
    extends: base,
    ignore: ignore.flatMap(ignored),
    failOn,
    severities,
    folder: folder !== undefined || existsSync(own) ? own : null,
    baseline: baseline === undefined ? null : resolve(root, baseline),
  }
}

type Ignored = NonNullable<NonNullable<Config['rules']>['ignore']>[number]

/** In short: a rule, an object (which has a dot), or `rule:object`. */
function ignored(entry: Ignored): IgnoredFinding[] {
  if (typeof entry !== 'string') return [{...entry, object: entry.object ?? null}]
  const reason = 'ignored in the config'
  const colon = entry.indexOf(':')
  if (colon >= 0) return [{rule: entry.slice(0, colon), object: entry.slice(colon + 1), reason}]
  return [entry.includes('.') ? {rule: '*', object: entry, reason} : {rule: entry, object: null, reason}]
}

function conventions({conventions = {}}: Config): Conventions {
  const {tables = CONVENTIONS.tables, columns = CONVENTIONS.columns, ...rest} = conventions
  return {
    ...CONVENTIONS,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    tables: tables === 'any' ? null : tables,
    columns: columns.map(({tables = '*', except = [], columns}) => ({tables, except, columns})),
  }
}

function backup(root: string, {backup: {folder = 'backups', keep = {}} = {}}: Config): BackupSettings {
  const {last = 3, daily = 7, weekly = 4, monthly = 6} = keep
  return {folder: resolve(root, folder), keep: {last, daily, weekly, monthly}}
}

function maintenance(root: string, {maintenance = {}}: Config): Maintenance {
  const {daily = DAILY, weekly = WEEKLY, monthly = MONTHLY, expire, at, window, throttle, notify} = maintenance
  return {
    daily: daily.map(taskOf),
    weekly: weekly.map(taskOf),
    monthly: monthly.map(taskOf),
    expire: expire === 'recognised' ? expire : (expire?.map((rule) => expireRule(root, rule)) ?? null),
    at: {daily: at?.daily ?? '0 2 * * *', weekly: at?.weekly ?? '0 3 * * 0', monthly: at?.monthly ?? '0 4 1 * *'},
    window: {budget: window?.budget ?? null, until: window?.until ?? null},
    throttle: {
      connections: throttle?.connections ?? 2,
      costDelay: throttle?.costDelay ?? 0,
      replicaLag: throttle?.replicaLag ?? '30 seconds',
      activeSessions: throttle?.activeSessions ?? null,
      giveWay: throttle?.giveWay ?? '1 second',
    },
    notify: {on: notify?.on ?? 'problems', command: notify?.command ?? null, webhook: notify?.webhook ?? null},
  }
}

const DAILY: readonly TaskConfig[] = ['vacuum', 'health']
const WEEKLY: readonly TaskConfig[] = ['expire', 'analyze', 'reindex']
const MONTHLY: readonly TaskConfig[] = [{task: 'analyze', all: true}, 'health']

function expireRule(root: string, rule: ExpireConfig): ExpireRule {
  const {table, column, retention = '0 days', condition = '', used, keepUsed, archive: where} = rule
  const archive = where && 'folder' in where ? {folder: resolve(root, where.folder)} : (where ?? null)
  if (column === undefined) return {table, condition, archive}
  const kept = used === undefined || keepUsed === undefined ? null : {column: used, keep: keepUsed}
  return {table, column, retention, used: kept, archive}
}

function taskOf(config: TaskConfig): MaintenanceTask {
  const {task, tables = null, all = false, budget = null} = typeof config === 'string' ? {task: config} : config
  return {task, tables, all, budget}
}
