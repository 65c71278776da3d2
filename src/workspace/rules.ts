import type pg from 'pg'
import type {Finding} from '../finding.ts'
import {withConnection} from '../postgres/connect.ts'
import {readBaseline, withoutKnown, writeBaseline} from '../rules/baseline.ts'
import {
  rlsCheck as checkDatabase,
  findRule,
  healthCheck,
  lint as lintDatabase,
  type RlsCheck,
  type RuleOptions,
} from '../rules/check.ts'
import {type Fix, fixOf} from '../rules/fix.ts'
import type {Rule} from '../rules/load.ts'
import type {RuleRun} from '../rules/run.ts'
import {withoutIgnored} from '../rules/settings.ts'
import {tenantSchemas} from '../tenants/registry.ts'
import {migrateNew} from './migrate.ts'
import {openDatabase} from './open.ts'
import {preludeSchema, schemasOf} from './prelude.ts'
import type {Workspace} from './workspace.ts'

export type RuleRunOptions = {
  /** Whether the strict set runs, whatever the config extends. */
  readonly strict?: boolean
  /** The file of known findings; absent: the config's. */
  readonly baseline?: string
}

export type RuleVerb<R extends RuleRun> = (workspace: Workspace, name: string, options?: RuleRunOptions) => Promise<R>

/** How each tenant table of a database is protected; the config's `isolation` says what to look for. */
export const rlsCheck = (workspace: Workspace, name: string, options: RuleRunOptions = {}): Promise<RlsCheck> =>
  run(workspace, name, options, checkDatabase)

/** How a database is in its daily work: connections, transactions, wraparound, sequences, replication slots, dead rows. */
export const health = (workspace: Workspace, name: string, options: RuleRunOptions = {}): Promise<RuleRun> =>
  run(workspace, name, options, healthCheck)

/** The rules about conventions, integrity, indexes, security and speed, on a database. */
export const lint = (workspace: Workspace, name: string, options: RuleRunOptions = {}): Promise<RuleRun> =>
  run(workspace, name, options, (client, rules) =>
    // Tenants' schemas are copies: what is to be said of them is said once, of the template.
    lintDatabase(client, {
      ...rules,
      exceptSchemas: [
        ...(rules.exceptSchemas ?? []),
        ...(rules.tenantSchemas ?? []).filter((schema) => schema !== rules.template),
      ],
    }),
  )

async function run<R extends RuleRun>(
  workspace: Workspace,
  name: string,
  options: RuleRunOptions,
  check: (client: pg.Client, options: RuleOptions) => Promise<R>,
): Promise<R> {
  const {rules} = workspace.project
  const opened = await openDatabase(workspace, name)
  // What the platform has in schemas of its own is its business.
  const prelude = await preludeSchema(workspace, opened)
  const exceptSchemas = prelude ? schemasOf(prelude) : []
  const run = await withConnection(opened.address, async (client) =>
    check(client, {...(await ruleOptions(client, workspace, options)), exceptSchemas}),
  )
  const found = withoutIgnored(run.findings, rules.ignore, run.looked)
  const file = options.baseline ?? rules.baseline
  return {...run, findings: file === null ? found : withoutKnown(found, readBaseline(file), run.looked, file)}
}

async function ruleOptions(client: pg.Client, {project}: Workspace, {strict}: RuleRunOptions): Promise<RuleOptions> {
  const {isolation, rules, tenancy, conventions} = project
  return {
    extends: strict && rules.extends !== 'all' ? 'strict' : rules.extends,
    severities: rules.severities,
    ownRules: rules.folder,
    tenantColumn: isolation.column,
    setting: isolation.setting,
    roles: isolation.roles,
    shared: isolation.except,
    ...(tenancy ? {registry: tenancy.registry?.table ?? null} : {}),
    conventions,
    ...(tenancy?.model === 'schema'
      ? {
          tenantSchemas: (await isThere(client, tenancy.registry.table))
            ? await tenantSchemas(client, tenancy.registry)
            : null,
          template: tenancy.template,
        }
      : {}),
  }
}

const isThere = async (client: pg.Client, table: string): Promise<boolean> =>
  (await client.query<{there: boolean}>('SELECT to_regclass($1) IS NOT NULL AS there', [table])).rows[0]?.there === true

/** Keeps the findings of a run, so that from then on only new ones are reported. Returns how many the file holds. */
export async function keepBaseline(
  workspace: Workspace,
  name: string,
  file: string,
  verb: RuleVerb<RuleRun>,
  {strict = false}: RuleRunOptions = {},
): Promise<number> {
  const project = {...workspace.project, rules: {...workspace.project.rules, baseline: null}}
  const {findings, looked} = await verb({...workspace, project}, name, {strict})
  return writeBaseline(
    file,
    findings.filter(({object}) => object !== null),
    looked,
  )
}

/** The SQL that mends the findings; with `write`, as the next migration. */
export function fix(
  workspace: Workspace,
  findings: readonly Finding[],
  write: boolean,
): Fix & {files: readonly string[]} {
  const fixes = fixOf(findings)
  if (!write || fixes.fixed.length === 0) return {...fixes, files: []}
  const rules = [...new Set(fixes.fixed.map(({rule}) => rule))]
  const title = rules.length === 1 ? `mend ${rules[0]}` : 'mend what the rules found'
  return {...fixes, files: migrateNew(workspace, title, {up: fixes.script})}
}

/** @throws Failure `no_rule` */
export const explainRule = ({project}: Workspace, name: string): Promise<Rule> => findRule(name, project.rules.folder)
