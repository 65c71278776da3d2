import {mkdir, rename, rm, writeFile} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {Failure} from '../failure.ts'
import {differences} from '../schema/difference.ts'
import {type Entry, isOnlyOwned, type Schema} from '../schema/entry.ts'
import {planSteps} from '../schema/plan/steps.ts'
import {choosePgDumpForSources} from './choose.ts'
import {isOwnObject} from './own-objects.ts'
import {isOfPrelude, preludeSchema} from './prelude.ts'
import {openSource} from './source.ts'
import type {Workspace} from './workspace.ts'

const LEFT_OUT = new Set([
  'EXTENSION VERSION',
  'ROLE',
  'MEMBERSHIP',
  'SETTING',
  'INVALID INDEX',
  'DISABLED FK CONSTRAINT',
])

const HEAD = `-- The schema as pgplumb dump prints it: the same schema is always the same text.

SET check_function_bodies = off;
SELECT pg_catalog.set_config('search_path', '', false);
`

/**
 * The schema of a source as SQL that makes it again, without what changes from dump to dump, and what the platform
 * provides. `keep` leaves out the database's schemas for which it is false, and what is in them.
 */
export async function dump(
  workspace: Workspace,
  text: string,
  keep: (schema: string) => boolean = () => true,
): Promise<string> {
  const source = await openSource(workspace, text)
  const schema = await source.read(await choosePgDumpForSources(workspace, [source]))
  const kept = (entry: Entry): boolean =>
    !LEFT_OUT.has(entry.type) && !isOwnObject(entry) && !isOnlyOwned(entry) && keep(schemaOf(entry))
  const prelude = await preludeSchema(workspace, source.opened)
  const texts = prelude ? await beyond(prelude, schema, kept) : [...schema.entries.values()].filter(kept).map(textOf)
  return `${[HEAD, ...texts].join('\n\n')}\n`
}

/**
 * Writes the schema of a source over the master schema, whole or not at all. Returns the path.
 * @throws Failure `not_one_file`, `cannot_write`, and those of reading
 */
export async function dumpMaster(workspace: Workspace, text: string): Promise<string> {
  const {schema, root} = workspace.project
  const [file = join(root, 'sql/schema.sql'), ...others] = schema
  const shown = relative(process.cwd(), file) || file
  if (others.length > 0)
    throw new Failure('not_one_file', `the master schema is ${schema.length} files, so it cannot be written as one`, {
      hint: 'pgplumb dump --output FILE writes it elsewhere',
    })
  const sql = await dump(workspace, text)
  const half = `${file}.${process.pid}.tmp`
  try {
    await mkdir(dirname(file), {recursive: true})
    await writeFile(half, sql)
    await rename(half, file)
  } catch (cause) {
    await rm(half, {force: true})
    throw new Failure('cannot_write', `cannot write ${shown}; it is as it was`, {cause})
  }
  return shown
}

const textOf = ({text}: Entry): string => text

/** What leads from the prelude, with its default privileges, to the schema. */
async function beyond(prelude: Schema, schema: Schema, kept: (entry: Entry) => boolean): Promise<string[]> {
  const isOfPlatform = isOfPrelude(prelude)
  const ignore = (entry: Entry): boolean => isOfPlatform(entry) || !kept(entry)
  const found = await differences(prelude, schema, {ignore})
  const steps = await planSteps(prelude, schema, found, {online: false})
  return steps.filter(({kind}) => kind !== 'setting').map(({sql}) => `${sql.replace(/;\s*$/, '')};`)
}

/** The schema that an entry is in, or is about. */
const schemaOf = ({type, schema, tag}: Entry): string =>
  schema ?? (type === 'SCHEMA' ? tag : tag.replace(/^SCHEMA "?|"$/g, ''))
