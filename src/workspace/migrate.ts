import {existsSync} from 'node:fs'
import {relative} from 'node:path'
import {Failure} from '../failure.ts'
import {
  type BaselineOptions,
  baseline,
  down,
  type Fault,
  type Folder,
  filesOf,
  foreignHistory,
  type HistoryTable,
  loadMigrations,
  type Migration,
  type MigrationEvent,
  type MigrationStatus,
  migrationStatus,
  newMigration,
  type Prelude,
  type Preview,
  preview,
  type Ran,
  type RepairOptions,
  repair,
  type SessionOptions,
  up,
  writeMigration,
} from '../migrations/index.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {applyRecipe} from '../schema/shadow.ts'
import {openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

export type MigrateOptions = Pick<
  SessionOptions,
  'lockWait' | 'lockTimeout' | 'toolVersion' | 'onEvent' | 'variables'
> & {readonly singleTransaction?: boolean}

/** @throws Failure `no_migrations_folder` */
export function migrationsOf({project}: Workspace): Folder {
  const folder = relative(process.cwd(), project.migrations) || '.'
  if (!existsSync(project.migrations))
    throw new Failure('no_migrations_folder', `there is no folder ${folder}`, {
      hint: 'pgplumb migrate new "what it does" makes it and the first migration; or say in the config where they are: migrations: path',
    })
  return loadMigrations(folder)
}

export async function migrateUp(
  workspace: Workspace,
  name: string,
  options: MigrateOptions & {readonly to?: string; readonly outOfOrder?: boolean; readonly folder?: Folder} = {},
): Promise<readonly Ran[]> {
  const folder = options.folder ?? migrationsOf(workspace)
  const {address, history} = await openAdopted(workspace, name)
  const prelude = preludeFor(workspace, address)
  return up(address, folder, {...options, history, ...(prelude ? {prelude} : {}), ...signalOf(workspace)})
}

/** What the platform provides where the database runs in earnest; elsewhere the files find nothing to stand on. */
function preludeFor({project, signal}: Workspace, address: Address): Prelude | null {
  const {prelude, root} = project
  if (prelude.length === 0) return null
  return {
    files: prelude.map((file) => relative(process.cwd(), file) || file),
    run: () => applyRecipe(address, {files: prelude, root}, signal),
  }
}

export async function previewUp(
  workspace: Workspace,
  name: string,
  options: MigrateOptions & {readonly to?: string; readonly outOfOrder?: boolean} = {},
): Promise<Preview> {
  const folder = migrationsOf(workspace)
  const {address, history} = await openAdopted(workspace, name)
  const prelude = preludeFor(workspace, address)
  return preview(address, folder, {...options, history, ...(prelude ? {prelude} : {})})
}

export async function migrateDown(
  workspace: Workspace,
  name: string,
  options: MigrateOptions & {readonly to?: string; readonly steps?: number} = {},
): Promise<readonly Ran[]> {
  const folder = migrationsOf(workspace)
  const {address, history} = await openAdopted(workspace, name)
  return down(address, folder, {...options, history, ...signalOf(workspace)})
}

export async function migrateRepair(
  workspace: Workspace,
  name: string,
  options: Pick<RepairOptions, 'partial' | 'write' | 'toolVersion'>,
): Promise<readonly Fault[]> {
  const folder = migrationsOf(workspace)
  const {address, history} = await openAdopted(workspace, name)
  return repair(address, folder, {...options, history, ...signalOf(workspace)})
}

export type Baseline = {
  readonly marked: readonly Migration[]
  /** The tool whose history said which, if one did, and what of it no file is for. */
  readonly adopted: {readonly tool: string; readonly table: string; readonly unmatched: readonly string[]} | null
  readonly table: HistoryTable
}

/**
 * Marks migrations as applied: those up to a version, else those that another tool's history has, else all.
 * @throws Failure `unmatched_history`, `no_such_version` …
 */
export async function migrateBaseline(
  workspace: Workspace,
  name: string,
  options: Pick<BaselineOptions, 'to' | 'toolVersion'> = {},
): Promise<Baseline> {
  const folder = migrationsOf(workspace)
  const {address, history} = await openDatabase(workspace, name)
  const found = options.to === undefined ? await withConnection(address, foreignHistory) : null
  const mapped = found && filesOf(found, folder)
  const marked = await baseline(address, folder, {
    ...options,
    history: history.table,
    ...(mapped ? {only: mapped.files} : {}),
  })
  const adopted = found && mapped ? {tool: found.tool, table: found.table, unmatched: mapped.unmatched} : null
  return {marked, adopted, table: history.table}
}

export async function migrationsStatus(workspace: Workspace, name: string): Promise<MigrationStatus> {
  const folder = migrationsOf(workspace)
  const {address, history} = await openDatabase(workspace, name)
  return withConnection(address, (client) => migrationStatus(client, folder, history.table))
}

/** @throws Failure `foreign_history` where another tool has run migrations, and nobody has said which */
async function openAdopted(workspace: Workspace, name: string): Promise<{address: Address; history: HistoryTable}> {
  const {address, history} = await openDatabase(workspace, name)
  if (history.unadopted)
    throw new Failure('foreign_history', `public.schema_migrations of ${name} belongs to another tool`, {
      hint: `pgplumb migrate baseline ${name} takes over what it has applied, and leaves its table alone`,
    })
  return {address, history: history.table}
}

const signalOf = ({signal}: Workspace) => (signal ? {signal} : {})

/** Writes the next migration (and its way back). Returns the paths. */
export function migrateNew(
  {project}: Workspace,
  description: string,
  {withDown = false, up}: {readonly withDown?: boolean; readonly up?: string} = {},
): readonly string[] {
  const path = relative(process.cwd(), project.migrations) || '.'
  const folder: Folder = existsSync(project.migrations)
    ? loadMigrations(path)
    : {path, versioned: [], repeatable: [], gaps: [], unnumbered: []}
  return writeMigration(path, newMigration(folder, description, {down: withDown, ...(up === undefined ? {} : {up})}))
}

export type {MigrationEvent}
