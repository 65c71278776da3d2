import type {Address} from '../postgres/address.ts'
import type {Purpose} from '../postgres/temporary.ts'
import {withClone as withSchemaClone} from '../schema/clone/clone.ts'
import type {Schema} from '../schema/entry.ts'
import {readDatabase} from '../schema/read.ts'
import type {ShadowPlace} from '../schema/shadow.ts'
import {choosePgDumpFor, containerOf} from './choose.ts'
import type {Opened} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

export type CloneOptions = {
  readonly purpose: Purpose
  /** Where it is made; default: where shadows are. */
  readonly place?: ShadowPlace
  /** SQL that will run in it and may name roles. */
  readonly statements?: readonly string[]
  /** What of the schema is cloned; default: all. */
  readonly part?: (schema: Schema) => Schema
}

/**
 * Runs `work` in a clone of the database's schema, without rows, which is dropped after.
 * @throws Failure `clone_failed`
 */
export async function withClone<T>(
  workspace: Workspace,
  opened: Opened,
  {purpose, place, statements = [], part = (schema) => schema}: CloneOptions,
  work: (clone: Address) => Promise<T>,
): Promise<T> {
  const pgDump = await choosePgDumpFor(workspace, [opened.major], containerOf(opened.database.server))
  const schema = await readDatabase(opened.address, {pgDump, ...(workspace.signal ? {signal: workspace.signal} : {})})
  const {server, own} = place ?? (await shadowPlace(workspace, opened, statements))
  return withSchemaClone(part(schema), {server, own, purpose, sql: statements}, ({address}) => work(address))
}
