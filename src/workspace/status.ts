import {existsSync} from 'node:fs'
import {Failure} from '../failure.ts'
import {type Finding, SEVERITIES} from '../finding.ts'
import {loadMigrations} from '../migrations/folder.ts'
import type {HistoryTable} from '../migrations/history.ts'
import {type MigrationStatus, migrationStatus} from '../migrations/status.ts'
import {type Address, describeAddress} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import type {ServerState} from '../postgres/server/spec.ts'
import {serverState} from '../postgres/server/state.ts'
import type {Database} from '../project/project.ts'
import {drift} from './drift.ts'

import {locate, openDatabase} from './open.ts'
import {health} from './rules.ts'
import type {Workspace} from './workspace.ts'

export type DatabaseStatus = {
  readonly name: string
  /** `postgres@127.0.0.1:5433/trossapp_dev`; null where the config does not say enough. */
  readonly address: string | null
  readonly server: {readonly kind: ServerState['kind']; readonly state: ServerState['state'] | null}
  readonly protected: boolean
  readonly reachable: boolean
  /** Why it is not reachable, and what mends it. */
  readonly problem: {readonly message: string; readonly hint: string | null} | null
  /** `18.4` */
  readonly version: string | null
  /** Bytes. */
  readonly size: number | null
  readonly migrations: {
    readonly applied: number
    readonly pending: number
    readonly edited: number
    readonly missing: number
  } | null
  /** Number of objects that differ from the master schema; null where it was not looked at. */
  readonly drift: number | null
  /** Why drift was not looked at, though it was asked for. */
  readonly driftProblem: string | null
  /** What is wrong in its daily work, the worst first; null where it was not looked at. */
  readonly health: readonly Concern[] | null
}

export type Concern = Pick<Finding, 'rule' | 'severity' | 'message' | 'cure'> & {readonly object: string | null}

/** How a database of the config is. What keeps it from being looked at is told, not thrown. */
export async function status(workspace: Workspace, name: string, {withDrift = true} = {}): Promise<DatabaseStatus> {
  const entry = workspace.project.databases.find((database) => database.name === name)
  const base = {name, address: null, server: {kind: entry?.kind ?? 'url', state: null}, protected: !!entry?.protected}
  try {
    const database = await locate(workspace, name)
    const {kind, state} = await serverState(database.server)
    const located = {...base, address: describeAddress(database.address), server: {kind, state}}
    try {
      return {...located, ...(await lookedAt(workspace, database, withDrift))}
    } catch (error) {
      workspace.signal?.throwIfAborted()
      return {...located, ...unreachable(error)}
    }
  } catch (error) {
    workspace.signal?.throwIfAborted()
    // A database that the config does not have is a mistake of whoever asks, not how a database is.
    if (!entry) throw error
    return {...base, ...unreachable(error)}
  }
}

type Looked = Omit<DatabaseStatus, 'name' | 'address' | 'server' | 'protected'>

async function lookedAt(workspace: Workspace, database: Database, withDrift: boolean): Promise<Looked> {
  const {name, address} = database
  const {version, history} = await openDatabase(workspace, name)
  const facts = {
    reachable: true,
    problem: null,
    version,
    size: await sizeOf(address),
    migrations: await migrationsOf(workspace, database, history.table),
    health: await concerns(workspace, name),
  }
  if (!withDrift || !workspace.project.schema.length) return {...facts, drift: null, driftProblem: null}
  return {...facts, ...(await driftOf(workspace, name))}
}

function unreachable(error: unknown): Looked {
  if (!(error instanceof Failure)) throw error
  const problem = {message: error.message, hint: error.hint ?? null}
  return {
    reachable: false,
    problem,
    version: null,
    size: null,
    migrations: null,
    drift: null,
    driftProblem: null,
    health: null,
  }
}

async function concerns(workspace: Workspace, name: string): Promise<readonly Concern[] | null> {
  try {
    const {findings} = await health(workspace, name)
    return [...findings]
      .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
      .map(({rule, severity, message, cure, object}) => ({
        rule,
        severity,
        message,
        cure,
        object: object?.identity ?? null,
      }))
  } catch (error) {
    workspace.signal?.throwIfAborted()
    if (!(error instanceof Failure)) throw error
    return null
  }
}

async function driftOf(workspace: Workspace, name: string): Promise<Pick<DatabaseStatus, 'drift' | 'driftProblem'>> {
  try {
    const {changes} = await drift(workspace, name)
    return {drift: changes.filter(({cosmetic}) => !cosmetic).length, driftProblem: null}
  } catch (error) {
    workspace.signal?.throwIfAborted()
    if (!(error instanceof Failure)) throw error
    return {drift: null, driftProblem: error.message}
  }
}

const sizeOf = (address: Address): Promise<number | null> =>
  withConnection(address, async (client) => {
    const {rows} = await client.query<{size: string}>('SELECT pg_database_size(current_database()) AS size')
    return rows[0] ? Number(rows[0].size) : null
  })

async function migrationsOf(
  {project}: Workspace,
  {address}: Database,
  history: HistoryTable,
): Promise<DatabaseStatus['migrations']> {
  if (!existsSync(project.migrations)) return null
  const {counts}: MigrationStatus = await withConnection(address, (client) =>
    migrationStatus(client, loadMigrations(project.migrations), history),
  )
  const {applied, pending, changed, partial, edited, missing} = counts
  return {applied, pending: pending + changed + partial, edited, missing}
}
