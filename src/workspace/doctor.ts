import {existsSync, readFileSync} from 'node:fs'
import {Failure} from '../failure.ts'
import {SEVERITIES} from '../finding.ts'
import {withConnection} from '../postgres/connect.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {type FoundPgDump, pgDumpVersions} from '../postgres/pg-dump/versions.ts'
import {serverState} from '../postgres/server/state.ts'
import {abandonedDatabases} from '../postgres/temporary.ts'
import {loadParser, parse} from '../schema/parse.ts'
import type {Advice} from './advice/advice.ts'
import {configAdvice} from './advice/config.ts'
import {machineAdvice} from './advice/machine.ts'
import {serverAdvice} from './advice/server.ts'
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
  /** What is to be mended, the worst first. */
  readonly advice: readonly Advice[]
}

/** What pgplumb finds here. What is wrong is told, not thrown. `nodeVersion`: as `process.version`. */
export async function doctor(workspace: Workspace, nodeVersion: string): Promise<Diagnosis> {
  const {project, env} = workspace
  const databases: DatabaseDiagnosis[] = []
  const advice = [...(await machineAdvice(project, nodeVersion)), ...(await configAdvice(project))]
  const extensions = await extensionsOf([...project.prelude, ...project.schema])
  for (const {name} of project.databases) {
    const {diagnosis, advice: more} = await diagnose(workspace, name, extensions)
    databases.push(diagnosis)
    advice.push(...more)
  }
  return {
    configFile: project.configFile,
    schemaFiles: project.schema.filter((file) => existsSync(file)).length,
    pgDumps: await pgDumpVersions({configured: project.pgDump, path: env.PATH ?? ''}),
    databases,
    advice: SEVERITIES.flatMap((severity) => advice.filter((one) => one.severity === severity)),
  }
}

/** The extensions that SQL files make; of one that cannot be parsed, none: validate says why. */
async function extensionsOf(files: readonly string[]): Promise<readonly string[]> {
  await loadParser()
  const names = files
    .filter((file) => existsSync(file))
    .flatMap((file) => {
      try {
        return parse(readFileSync(file, 'utf8')).flatMap(({kind, node}) =>
          kind === 'CreateExtensionStmt' && typeof node.extname === 'string' ? [node.extname] : [],
        )
      } catch {
        return []
      }
    })
  return [...new Set(names)]
}

type Diagnosed = {readonly diagnosis: DatabaseDiagnosis; readonly advice: readonly Advice[]}

async function diagnose(workspace: Workspace, name: string, extensions: readonly string[]): Promise<Diagnosed> {
  const found: {kind: string; state: string; version: string | null} = {kind: 'url', state: 'unknown', version: null}
  try {
    const {server} = await locate(workspace, name)
    const {kind, state} = await serverState(server)
    Object.assign(found, {kind, state})
    const opened = await openDatabase(workspace, name)
    const {version, major, address} = opened
    found.version = version
    const choice = await choosePgDumpFor(workspace, [major], containerOf(server))
    const pgDump = {kind: choice.kind, path: choice.path ?? null, version: choice.version, why: choice.why}
    return await withConnection(address, async (client) => ({
      diagnosis: {name, ...found, pgDump, leftovers: await abandonedDatabases(client), problem: null},
      advice: await serverAdvice(client, opened, extensions),
    }))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const problem = {message: error.message, hint: error.hint ?? null}
    return {diagnosis: {name, ...found, pgDump: null, leftovers: [], problem}, advice: []}
  }
}
