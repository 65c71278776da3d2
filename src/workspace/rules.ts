import {withConnection} from '../postgres/connect.ts'
import {lint as lintDatabase} from '../rules/lint.ts'
import {rlsCheck as checkDatabase, type RlsCheck} from '../rules/rls.ts'
import type {RuleRun} from '../rules/run.ts'
import {type Ignore, withoutIgnored} from '../rules/settings.ts'
import {openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

/** How each tenant table of a database is protected; the config's `isolation` says what to look for. */
export async function rlsCheck(workspace: Workspace, name: string): Promise<RlsCheck> {
  const {isolation, rules} = workspace.project
  const {address} = await openDatabase(workspace, name)
  const run = await withConnection(address, (client) =>
    checkDatabase(client, {
      tenantColumn: isolation.column,
      setting: isolation.setting,
      roles: isolation.roles,
      except: isolation.except,
      severities: rules.severities,
    }),
  )
  return {...run, findings: withoutIgnored(run.findings, ignores(workspace), run.looked)}
}

/** The rules about keys and indexes, on a database. */
export async function lint(workspace: Workspace, name: string): Promise<RuleRun> {
  const {address} = await openDatabase(workspace, name)
  const run = await withConnection(address, (client) =>
    lintDatabase(client, {severities: workspace.project.rules.severities}),
  )
  return {...run, findings: withoutIgnored(run.findings, ignores(workspace), run.looked)}
}

const ignores = ({project}: Workspace): Ignore[] =>
  project.rules.ignore.map((pattern) => ({pattern, reason: 'ignored in the config'}))
