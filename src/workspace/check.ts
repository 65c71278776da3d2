import {existsSync} from 'node:fs'
import type {Drift} from '../change.ts'
import {Failure} from '../failure.ts'
import type {Finding} from '../finding.ts'
import {loadMigrations} from '../migrations/folder.ts'
import {migrationStatus} from '../migrations/status.ts'
import {withConnection} from '../postgres/connect.ts'
import {drift} from './drift.ts'
import {migrateLint} from './migrate-lint.ts'
import {openDatabase} from './open.ts'
import {noContract, proveDatabase} from './prove-isolation.ts'
import {health, lint, rlsCheck} from './rules.ts'
import {validate} from './validate.ts'
import {verifyMigrations} from './verify.ts'
import type {Workspace} from './workspace.ts'

/** One thing that `check` looks at. */
export type Check = {
  readonly title: string
  readonly run: () => Promise<CheckResult>
}

export type CheckResult = {
  readonly findings: readonly Finding[]
  readonly drift: Drift | null
  /** The database that was looked at; null: the files. */
  readonly database: string | null
}

/** What CI wants to know, in part or whole, and cannot be looked at: why. */
export const notLookedAt = (workspace: Workspace): string[] => {
  const reason = noContract(workspace)
  return reason === null ? [] : [`whether tenants are isolated: ${reason}`]
}

/** All that CI wants to know of the project and of these databases, to be run in order. */
export function checks(
  workspace: Workspace,
  names: readonly string[],
  {withHealth = false, strict = false}: {readonly withHealth?: boolean; readonly strict?: boolean} = {},
): Check[] {
  const {project} = workspace
  const findings = (title: string, find: () => Promise<readonly Finding[]>, database: string | null = null): Check => ({
    title,
    run: async () => ({findings: await find(), drift: null, database}),
  })
  const compared = (title: string, actual: string): Check => ({
    title,
    run: async () => ({findings: [], drift: await drift(workspace, actual), database: actual}),
  })
  return [
    findings('the SQL files are valid', async () => (await validate(workspace, [])).findings),
    ...(hasMigrations(project.migrations)
      ? [findings('the migrations keep their promises', () => verifyMigrations(workspace))]
      : []),
    ...names.flatMap((name) => [
      compared(`${name} is true to the master schema`, name),
      findings(`${name}: migrations`, () => migrationFindings(workspace, name), name),
      findings(`${name}: pending migrations are safe`, () => pendingFindings(workspace, name), name),
      findings(
        `${name}: conventions, keys, indexes and grants`,
        async () => (await lint(workspace, name, {strict})).findings,
        name,
      ),
      findings(`${name}: row security`, async () => (await rlsCheck(workspace, name, {strict})).findings, name),
      ...(noContract(workspace) === null
        ? [findings(`${name}: tenants are isolated`, () => isolationFindings(workspace, name), name)]
        : []),
      ...(withHealth ? [findings(`${name}: health`, async () => (await health(workspace, name)).findings, name)] : []),
    ]),
  ]
}

async function isolationFindings(workspace: Workspace, name: string): Promise<readonly Finding[]> {
  try {
    return (await proveDatabase(workspace, name)).findings
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'no_tenant_tables') throw error
    return [
      {
        rule: 'isolation-unproven',
        severity: 'info',
        object: null,
        file: null,
        line: null,
        message: `${name}: isolation is not proven: ${error.message}`,
        cure: error.hint ?? null,
        sql: null,
      },
    ]
  }
}

/** A folder for migrations to come is there before the first one. */
function hasMigrations(path: string): boolean {
  if (!existsSync(path)) return false
  const {versioned, repeatable} = loadMigrations(path)
  return versioned.length + repeatable.length > 0
}

/** What lint says of the files that are pending there; one that was edited is told by the look at the history. */
async function pendingFindings(workspace: Workspace, name: string): Promise<readonly Finding[]> {
  if (!hasMigrations(workspace.project.migrations)) return []
  const {findings} = await migrateLint(workspace, {database: name})
  return findings.filter(({rule}) => rule !== 'edited-migration')
}

async function migrationFindings(workspace: Workspace, name: string): Promise<Finding[]> {
  const {migrations} = workspace.project
  if (!existsSync(migrations)) return []
  const {address, history} = await openDatabase(workspace, name)
  const {entries} = await withConnection(address, (client) =>
    migrationStatus(client, loadMigrations(migrations), history.table),
  )
  return entries.flatMap(({state, version, name: title, migration}) => {
    const problem = PROBLEMS[state]
    if (!problem) return []
    return [
      {
        rule: `migration-${state}`,
        severity: 'error' as const,
        object: {kind: 'migration', identity: `${version} ${title}`.trim()},
        file: migration?.path ?? null,
        line: null,
        message: `${name}: migration ${version} ${problem.message}`,
        cure: problem.cure,
        sql: null,
      },
    ]
  })
}

const PROBLEMS: Readonly<Record<string, {readonly message: string; readonly cure: string}>> = {
  edited: {message: 'was edited after it was applied', cure: 'restore the file, and write a new migration'},
  missing: {message: 'was applied, but there is no such file', cure: 'restore the file'},
  partial: {message: 'is half applied', cure: 'pgplumb migrate goes on with it'},
}
