import type {Drift} from '../change.ts'
import {Failure} from '../failure.ts'
import type {Finding} from '../finding.ts'
import {type Growth, growth} from '../inspect/growth.ts'
import type {Action} from '../maintenance/action.ts'
import {readHistory} from '../maintenance/history.ts'
import {type LastRun, lastRuns} from '../maintenance/ledger.ts'
import {withConnection} from '../postgres/connect.ts'
import type {TableCoverage} from '../rules/coverage.ts'
import {drift} from './drift.ts'
import {inspect} from './inspect.ts'
import {openDatabase} from './open.ts'
import {health, lint, rlsCheck} from './rules.ts'
import {type DatabaseStatus, status} from './status.ts'
import type {Workspace} from './workspace.ts'

/** What was seen, or why it could not be looked at. */
export type Looked<T> = {readonly seen: T} | {readonly problem: string}

/** All that is to be known of a database, of a day. */
export type Overview = {
  readonly status: DatabaseStatus
  readonly drift: Looked<Drift>
  /** Of lint, row security and health. */
  readonly findings: Looked<readonly Finding[]>
  readonly coverage: Looked<readonly TableCoverage[]>
  readonly maintenance: Looked<{readonly runs: readonly LastRun[]; readonly actions: readonly Action[]}>
  readonly growth: Looked<{
    readonly database: readonly Growth[]
    readonly schemas: readonly Growth[]
    readonly tables: readonly Growth[]
  }>
}

const ACTIONS = 200
const SERIES = 12

/** Looks at a database from all sides. What cannot be looked at says why; nothing is changed. */
export async function overview(workspace: Workspace, name: string): Promise<Overview> {
  const attempt = async <T>(look: () => Promise<T>): Promise<Looked<T>> => {
    try {
      return {seen: await look()}
    } catch (error) {
      workspace.signal?.throwIfAborted()
      if (!(error instanceof Failure)) throw error
      return {problem: error.message}
    }
  }
  const seen = await status(workspace, name, {withDrift: false})
  const security = await attempt(() => rlsCheck(workspace, name))
  return {
    status: seen,
    drift: await attempt(() => drift(workspace, name)),
    findings: await attempt(async () => [
      ...(await lint(workspace, name)).findings,
      ...('seen' in security ? security.seen.findings : []),
      ...(await health(workspace, name)).findings,
    ]),
    coverage: 'seen' in security ? {seen: security.seen.coverage} : security,
    maintenance: await attempt(async () => {
      const {address} = await openDatabase(workspace, name)
      return withConnection(address, async (client) => ({
        runs: await lastRuns(client),
        actions: await readHistory(client, {limit: ACTIONS}),
      }))
    }),
    growth: await attempt(() =>
      inspect(workspace, name, async (client) => ({
        database: await growth(client, {of: 'database'}),
        schemas: await growth(client, {of: 'schema', limit: SERIES}),
        tables: await growth(client, {of: 'table', limit: SERIES}),
      })),
    ),
  }
}
