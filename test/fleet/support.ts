import type {Address} from '../../src/postgres/address.ts'
import {loadProject} from '../../src/project/load.ts'
import {fleetStatus, type RunReport} from '../../src/workspace/fleet/status.ts'
import {fleetWork} from '../../src/workspace/fleet/work.ts'
import type {Workspace} from '../../src/workspace/workspace.ts'
import {createDatabase} from '../support/database.ts'
import {projectOf, type TestProject, urlWithPassword} from '../support/project.ts'
import {TEMPLATE} from '../tenants/fixture.ts'
import {create, query} from '../tenants/support.ts'

export type Fleet = {
  readonly project: TestProject
  readonly workspace: Workspace
  readonly one: Address
  readonly two: Address
}

type Options = {
  readonly files?: Readonly<Record<string, string>>
  /** More of `tenancy`. */
  readonly tenancy?: string
  /** More of the config. */
  readonly config?: string
  /** More of the database `one`. */
  readonly database?: string
  /** Of the databases `one` and `two`. */
  readonly schema?: readonly [one: string, two: string]
}

export const SHARDS = 'shards: [one, two], reference: [stages]'

/** A project whose tenants live in two databases, each with its template and its registry; there are none yet. */
export async function fleetOf({
  files = {},
  tenancy = SHARDS,
  config = '',
  database = '',
  schema = [TEMPLATE, TEMPLATE],
}: Options = {}): Promise<Fleet> {
  const [one, two] = [await createDatabase(schema[0]), await createDatabase(schema[1])]
  const project = projectOf({
    'pgplumb.yaml': [
      `databases:`,
      `  one: {url: ${JSON.stringify(urlWithPassword(one))}${database}}`,
      `  two: {url: ${JSON.stringify(urlWithPassword(two))}}`,
      `tenancy: {model: schema, names: any, ${tenancy}}`,
      config,
    ].join('\n'),
    ...files,
  })
  return {project, workspace: await workspaceOf(project), one, two}
}

export const workspaceOf = async ({root}: TestProject): Promise<Workspace> => ({
  project: await loadProject({cwd: root, env: {}, warn: () => {}}),
  env: {},
})

/** Tenants `a0`, `a1` … in the first database, and `b0`, `b1` … in the second. */
export async function fill({one, two}: Fleet, count: number): Promise<void> {
  const names = (letter: string) => Array.from({length: count}, (_, index) => `${letter}${index}`)
  await create(one, names('a'))
  await create(two, names('b'))
}

/** Works until nothing is left. Returns what ended, as `one/a0 migrated`. */
export async function workOn(workspace: Workspace, concurrency = 2): Promise<string[]> {
  const ended: string[] = []
  await fleetWork(workspace, {
    concurrency,
    untilDone: true,
    onJob: ({shard, name}, {outcome}) => ended.push(`${shard}/${name} ${outcome}`),
  })
  return ended.sort()
}

export async function reportOf(workspace: Workspace, run: number | null): Promise<RunReport> {
  const {runs} = await fleetStatus(workspace, run)
  const [report] = runs
  if (!report) throw new Error(`there is no run ${run}`)
  return report
}

/** What a query says in each database. */
export const both = async ({one, two}: Fleet, sql: string): Promise<unknown[][][]> => [
  await query(one, sql),
  await query(two, sql),
]
