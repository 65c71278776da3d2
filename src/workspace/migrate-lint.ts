import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {relative, resolve} from 'node:path'
import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Finding} from '../finding.ts'
import {type Folder, type HistoryTable, loadMigrations, type Migration, migrationStatus} from '../migrations/index.ts'
import {NOTHING_KNOWN, type Surroundings} from '../migrations/lint/context.ts'
import {applyFixes, type Fixed} from '../migrations/lint/fix.ts'
import {type FileEdit, type LintFile, lint} from '../migrations/lint/lint.ts'
import {invalidIndexes, readModel} from '../migrations/lint/model/catalog.ts'
import {Model} from '../migrations/lint/model/model.ts'
import type {Size} from '../migrations/lint/model/table.ts'
import {lintRules} from '../migrations/lint/settings.ts'
import {compareVersions, sameVersion} from '../migrations/version.ts'
import {withConnection} from '../postgres/connect.ts'
import {quoteQualified} from '../postgres/quote.ts'
import {serverVersion} from '../postgres/version.ts'
import {withoutIgnored} from '../rules/settings.ts'
import {migrationsOf} from './migrate.ts'
import {openDatabase} from './open.ts'
import {pendingTenants} from './rehearse-tenants.ts'
import type {Workspace} from './workspace.ts'

export type MigrateLintOptions = {
  /** Files only, by path; else the folder of migrations, and that of the tenants'. */
  readonly files?: readonly string[]
  /** A database of the config: then only what is pending there is looked at, with the sizes of its tables. */
  readonly database?: string
  /** Only files after this version. */
  readonly since?: string
  /** Whether to work out how to mend what is mechanical. */
  readonly fix?: boolean
}

export type MigrationLint = {
  readonly findings: readonly Finding[]
  readonly fixes: readonly FileEdit[]
  readonly files: number
  readonly statements: number
}

/** Looks for what is unsafe in the migrations. Without a database no server is asked. */
export async function migrateLint(workspace: Workspace, options: MigrateLintOptions = {}): Promise<MigrationLint> {
  const {database} = options
  if (database === undefined) return run(workspace, options, null)
  const {address, history} = await openDatabase(workspace, database)
  return withConnection(address, (client) => run(workspace, options, client, history.table))
}

async function run(
  workspace: Workspace,
  options: MigrateLintOptions,
  client: pg.Client | null,
  table?: HistoryTable,
): Promise<MigrationLint> {
  const {project} = workspace
  const {tenancy} = project
  const surroundings = await surroundingsOf(workspace, client)
  const common = {rules: lintRules(project.rules), surroundings, fix: options.fix === true}
  const model = client ? await readModel(client) : new Model()
  const {files, history} = await filesToLint(workspace, options, client, table)
  const main = await lint(files, {...common, model})
  const tenantFolder = tenancy?.model === 'schema' && !options.files?.length ? tenancy.migrations : null
  const results = [main]
  if (tenantFolder !== null && existsSync(tenantFolder) && tenancy?.model === 'schema') {
    const folder = loadMigrations(relative(process.cwd(), tenantFolder) || '.')
    // Unqualified names are those of the tenant's schema, of which the template is one.
    const tenantModel = client
      ? asLargeAsTenants(await readModel(client, tenancy.template), tenancy.template)
      : new Model(tenancy.template)
    const due = client ? new Set((await pendingTenants(workspace, client))?.due.map(({path}) => path)) : null
    const tenantFiles = selected(folder, options.since, due)
    results.push(await lint(tenantFiles, {...common, model: tenantModel, forTenants: true}))
  }
  const findings = [...history, ...results.flatMap((result) => result.findings)]
  return {
    // What a config ignores may lie in files that were not looked at, so that none is called stale here.
    findings: withoutIgnored(findings, project.rules.ignore, []),
    fixes: results.flatMap(({fixes}) => fixes),
    files: sum(results.map((result) => result.files)),
    statements: sum(results.map((result) => result.statements)),
  }
}

/** The template itself is empty: what a tenant's table may have is told by the largest of its name. */
function asLargeAsTenants(model: Model, template: string): Model {
  const largest = new Map<string, Size>()
  for (const {name, size} of model.tables.values())
    if (size && size.bytes > (largest.get(name)?.bytes ?? -1)) largest.set(name, size)
  for (const table of model.tables.values()) if (table.schema === template) table.size = largest.get(table.name) ?? null
  return model
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

async function filesToLint(
  workspace: Workspace,
  {files, since}: MigrateLintOptions,
  client: pg.Client | null,
  table: HistoryTable | undefined,
): Promise<{files: readonly LintFile[]; history: readonly Finding[]}> {
  if (files?.length) {
    const sources = files.map((path): LintFile => {
      const shown = relative(process.cwd(), resolve(path)) || path
      return {source: {file: shown, path: shown, text: readText(shown)}, look: true, pending: client !== null}
    })
    return {files: sources, history: []}
  }
  const folder = migrationsOf(workspace)
  if (!client) return {files: selected(folder, since, null), history: []}
  const {entries} = await migrationStatus(client, folder, table)
  const pending = new Set(
    entries.flatMap(({state, migration}) =>
      migration && (state === 'pending' || state === 'changed' || state === 'partial') ? [migration.path] : [],
    ),
  )
  const history = entries.flatMap(({state, outOfOrder, migration}): Finding[] => {
    if (!migration || (state !== 'edited' && !outOfOrder)) return []
    const edited = state === 'edited'
    return [
      {
        rule: edited ? 'edited-migration' : 'out-of-order-migration',
        severity: 'error',
        object: {kind: 'migration', identity: migration.version},
        file: migration.path,
        line: 1,
        message: edited ? 'it was changed after it had been applied' : 'a later migration is applied already',
        cure: edited ? 'put it back as it was, and write what is new into a new file' : 'give it the next number',
        sql: null,
      },
    ]
  })
  return {files: selected(folder, since, pending), history}
}

/** Repeatable files come last. What is in effect in a database is known from there, and not read. */
function selected(folder: Folder, since: string | undefined, pending: ReadonlySet<string> | null): LintFile[] {
  if (since !== undefined && !folder.versioned.some(({version}) => sameVersion(version, since)))
    throw new Failure('no_such_version', `there is no migration ${since}`, {
      hint: 'pgplumb migrate status lists them',
    })
  const isAfter = ({version, repeatable}: Migration) =>
    since === undefined || repeatable || compareVersions(version, since) > 0
  return [...folder.versioned, ...folder.repeatable].flatMap((source): LintFile[] => {
    if (pending !== null)
      return pending.has(source.path) && isAfter(source) ? [{source, look: true, pending: true}] : []
    return [{source, look: isAfter(source), pending: since !== undefined && isAfter(source)}]
  })
}

async function surroundingsOf({project}: Workspace, client: pg.Client | null): Promise<Surroundings> {
  const {isolation, tenancy} = project
  const known = {
    ...NOTHING_KNOWN,
    tenantColumn: isolation.column,
    tenantSetting: isolation.setting,
    sharedTables: isolation.except,
  }
  if (!client) return known
  const registry = tenancy?.model === 'schema' ? tenancy.registry.table : null
  return {
    ...known,
    serverVersion: await serverVersion(client),
    invalidIndexes: await invalidIndexes(client),
    tenants: registry === null ? null : await countRows(client, registry),
  }
}

async function countRows(client: pg.Client, table: string): Promise<number | null> {
  const {rows} = await client.query<{exists: boolean}>('SELECT to_regclass($1) IS NOT NULL AS exists', [table])
  if (!rows[0]?.exists) return null
  const [schema = 'public', name = schema] = table.split('.')
  const qualified = table.includes('.') ? quoteQualified(schema, name) : quoteQualified('public', schema)
  const count = await client.query<{count: number}>(`SELECT count(*)::int AS count FROM ${qualified}`)
  return count.rows[0]?.count ?? null
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Failure('no_file', `cannot read ${path}`, {place: {file: path}, cause})
  }
}

/** Mends what is mechanical, in the files; again until nothing changes, for one fix can make room for another. */
export async function migrateLintFix(
  workspace: Workspace,
  options: MigrateLintOptions = {},
): Promise<readonly Fixed[]> {
  const all: Fixed[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const {fixes} = await migrateLint(workspace, {...options, fix: true})
    const texts = new Map([...new Set(fixes.map(({path}) => path))].map((path) => [path, readText(path)]))
    const fixed = applyFixes(texts, fixes)
    if (fixed.length === 0) break
    for (const {path, text} of fixed) writeFileSync(path, text)
    all.push(...fixed)
  }
  return all
}

const ROUNDS = 5
