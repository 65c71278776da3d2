import {existsSync} from 'node:fs'
import {Failure} from '../failure.ts'
import {withConnection} from '../postgres/connect.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {type FoundPgDump, pgDumpVersions} from '../postgres/pg-dump/versions.ts'
import {serverState} from '../postgres/server/state.ts'
import {abandonedDatabases} from '../postgres/temporary.ts'
import {choosePgDumpFor, containerOf} from './choose.ts'
import {locate, openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

export type DatabaseDiagnosis = {
  readonly name: string
  readonly kind: string
  readonly state: string
  /** `18.4`, or null where it does not answer. */
  readonly version: string | null
  /** Which pg_dump reads it, and why that one. */
  readonly pgDump: {
    readonly kind: PgDumpChoice['kind']
    readonly path: string | null
    readonly version: string
    readonly why: string
  } | null
  /** Databases on its server that killed commands left behind. The next command that makes one drops them. */
  readonly leftovers: readonly string[]
  readonly problem: {readonly message: string; readonly hint: string | null} | null
}

export type Diagnosis = {
  readonly configFile: string | null
  readonly schemaFiles: number
  readonly pgDumps: readonly FoundPgDump[]
  readonly databases: readonly DatabaseDiagnosis[]
}

/** What pgplumb finds here. What is wrong is told, not thrown. */
export async function doctor(workspace: Workspace): Promise<Diagnosis> {
  const {project, env} = workspace
  const databases: DatabaseDiagnosis[] = []
  for (const {name} of project.databases) databases.push(await diagnose(workspace, name))
  return {
    configFile: project.configFile,
    schemaFiles: project.schema.filter((file) => existsSync(file)).length,
    pgDumps: await pgDumpVersions({configured: project.pgDump, path: env.PATH ?? ''}),
    databases,
  }
}

async function diagnose(workspace: Workspace, name: string): Promise<DatabaseDiagnosis> {
  const found: {kind: string; state: string; version: string | null} = {kind: 'url', state: 'unknown', version: null}
  try {
    const {server} = await locate(workspace, name)
    const {kind, state} = await serverState(server)
    Object.assign(found, {kind, state})
    const {version, major, address} = await openDatabase(workspace, name)
    found.version = version
    const choice = await choosePgDumpFor(workspace, [major], containerOf(server))
    const pgDump = {kind: choice.kind, path: choice.path ?? null, version: choice.version, why: choice.why}
    const leftovers = await withConnection(address, abandonedDatabases)
    return {name, ...found, pgDump, leftovers, problem: null}
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return {name, ...found, pgDump: null, leftovers: [], problem: {message: error.message, hint: error.hint ?? null}}
  }
}
