import {existsSync} from 'node:fs'
import {relative} from 'node:path'
import {Failure} from '../failure.ts'
import {
  baseline,
  down,
  type Folder,
  loadMigrations,
  type Migration,
  type MigrationEvent,
  type MigrationStatus,
  migrationStatus,
  newMigration,
  type Preview,
  preview,
  type Ran,
  type SessionOptions,
  up,
  writeMigration,
} from '../migrations/index.ts'
import {withConnection} from '../postgres/connect.ts'
import {openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

export type MigrateOptions = Pick<SessionOptions, 'lockWait' | 'lockTimeout' | 'toolVersion' | 'onEvent'>

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
  options: MigrateOptions & {readonly to?: string; readonly outOfOrder?: boolean} = {},
): Promise<readonly Ran[]> {
  const folder = migrationsOf(workspace)
  const {address} = await openDatabase(workspace, name)
  return up(address, folder, {...options, ...(workspace.signal ? {signal: workspace.signal} : {})})
}

export async function previewUp(
  workspace: Workspace,
  name: string,
  options: {readonly to?: string; readonly outOfOrder?: boolean} = {},
): Promise<Preview> {
  const folder = migrationsOf(workspace)
  const {address} = await openDatabase(workspace, name)
  return preview(address, folder, options)
}

export async function migrateDown(
  workspace: Workspace,
  name: string,
  options: MigrateOptions & {readonly to?: string; readonly steps?: number} = {},
): Promise<readonly Ran[]> {
  const folder = migrationsOf(workspace)
  const {address} = await openDatabase(workspace, name)
  return down(address, folder, {...options, ...(workspace.signal ? {signal: workspace.signal} : {})})
}

export async function migrateBaseline(workspace: Workspace, name: string, to?: string): Promise<readonly Migration[]> {
  const folder = migrationsOf(workspace)
  const {address} = await openDatabase(workspace, name)
  return baseline(address, folder, to === undefined ? {} : {to})
}

export async function migrationsStatus(workspace: Workspace, name: string): Promise<MigrationStatus> {
  const folder = migrationsOf(workspace)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, (client) => migrationStatus(client, folder))
}

/** Writes the next migration (and its way back). Returns the paths. */
export function migrateNew({project}: Workspace, description: string, {withDown = false} = {}): readonly string[] {
  const path = relative(process.cwd(), project.migrations) || '.'
  const folder: Folder = existsSync(project.migrations)
    ? loadMigrations(path)
    : {path, versioned: [], repeatable: [], gaps: [], unnumbered: []}
  return writeMigration(path, newMigration(folder, description, withDown ? {down: true} : {}))
}

export type {MigrationEvent}
