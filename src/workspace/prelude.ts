import type {Entry, Schema} from '../schema/entry.ts'
import {shadowSchema} from '../schema/shadow.ts'
import {choosePgDumpFor} from './choose.ts'
import type {Opened} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

/** What the prelude makes; null where the project has none. */
export async function preludeSchema(workspace: Workspace, near: Opened | null): Promise<Schema | null> {
  const {prelude, root} = workspace.project
  if (!prelude.length) return null
  const place = await shadowPlace(workspace, near)
  const pgDump = await choosePgDumpFor(workspace, [Number.parseInt(place.serverVersion, 10)], null)
  return shadowSchema({files: prelude, root}, place, pgDump)
}

/**
 * Whether an object is the platform's: one that the prelude makes, or any other in a schema that the prelude makes
 * (the prelude states only what the project needs of it).
 */
export function isOfPrelude(prelude: Schema): (entry: Entry) => boolean {
  const schemas = new Set(schemasOf(prelude))
  const keys = new Set([...prelude.entries.values()].map(identity))
  return (entry) => (entry.schema !== null && schemas.has(entry.schema)) || keys.has(identity(entry))
}

/** The schemas that it makes. */
export const schemasOf = ({entries}: Schema): string[] =>
  [...entries.values()].filter(({type}) => type === 'SCHEMA').map(({tag}) => tag)

const identity = ({type, schema, tag}: Entry): string => `${type}\n${schema ?? ''}\n${tag}`
