import {type Entry, keyOf, type Schema} from '../schema/entry.ts'
import {recipeTexts} from '../schema/recipe.ts'
import {shadowSchema} from '../schema/shadow.ts'
import {choosePgDumpFor} from './choose.ts'
import type {Opened} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

/** What the prelude makes; null where the project has none. */
export async function preludeSchema(workspace: Workspace, near: Opened | null): Promise<Schema | null> {
  const {prelude, root} = workspace.project
  if (!prelude.length) return null
  const recipe = {files: prelude, root}
  const place = await shadowPlace(workspace, near, await recipeTexts(recipe))
  const pgDump = await choosePgDumpFor(workspace, [Number.parseInt(place.serverVersion, 10)], null)
  return shadowSchema(recipe, place, pgDump)
}

/** Tells which objects the platform provides, if the project says that there is one. */
export async function platformOf(workspace: Workspace, near: Opened | null): Promise<(entry: Entry) => boolean> {
  const prelude = await preludeSchema(workspace, near)
  return prelude ? isOfPrelude(prelude) : () => false
}

/**
 * Whether an object is the platform's: one that the prelude makes, or any other in a schema that the prelude makes
 * (the prelude states only what the project needs of it), but for what projects put on the platform's tables: policies,
 * and triggers that call functions of their own. Default privileges are what they are, whoever set them.
 */
export function isOfPrelude(prelude: Schema): (entry: Entry) => boolean {
  const schemas = new Set(schemasOf(prelude))
  const keys = new Set([...prelude.entries.values()].map(keyOf))
  const isOwn = ({type, text}: Entry) => type === 'POLICY' || (type === 'TRIGGER' && !schemas.has(calledIn(text)))
  return (entry) =>
    (keys.has(keyOf(entry)) && entry.type !== 'DEFAULT ACL') ||
    (entry.schema !== null && schemas.has(entry.schema) && !isOwn(entry))
}

/** The schema of a trigger's function. */
function calledIn(trigger: string): string {
  const [, quoted, plain = ''] = /EXECUTE (?:FUNCTION|PROCEDURE) (?:"((?:[^"]|"")*)"|(\w+))\./.exec(trigger) ?? []
  return quoted?.replaceAll('""', '"') ?? plain
}

/** The schemas that it makes. */
export const schemasOf = ({entries}: Schema): string[] =>
  [...entries.values()].filter(({type}) => type === 'SCHEMA').map(({tag}) => tag)
