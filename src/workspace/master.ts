import {readFile} from 'node:fs/promises'
import {relative} from 'node:path'
import {Failure} from '../failure.ts'
import {whyUnreadable} from '../postgres/script/include.ts'
import type {Recipe} from '../schema/recipe.ts'
import type {Workspace} from './workspace.ts'

/**
 * The files that make a database of the project: what the platform provides, then the master schema. One without a
 * single statement is refused: it would say that every table is one too many.
 * @throws Failure `no_schema`, `no_file`, `empty_schema`
 */
export async function masterRecipe({project}: Workspace): Promise<Recipe> {
  const {schema, prelude, root} = project
  if (!schema.length)
    throw new Failure('no_schema', 'the project has no master schema', {
      hint: 'write sql/schema.sql, or say in the config where it is: schema: path/to/schema.sql',
    })
  const texts = await Promise.all(schema.map((file) => textOf(file, root)))
  if (texts.every((text) => text.replaceAll(COMMENT, '').trim() === ''))
    throw new Failure(
      'empty_schema',
      `the master schema is empty: there is no SQL in ${schema.map((file) => shown(file)).join(', ')}`,
      {
        hint: 'write it, or begin with what a database has: pgplumb dump DATABASE --output sql/schema.sql',
        place: {file: shown(schema[0] ?? root)},
      },
    )
  return {files: [...prelude, ...schema], root}
}

const COMMENT = /--.*$|\/\*[\s\S]*?\*\//gm

const shown = (file: string): string => relative(process.cwd(), file) || file

async function textOf(file: string, root: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new Failure('no_file', `cannot read the master schema ${shown(file)}: ${whyUnreadable(cause)}`, {
      hint: `the key schema of the config says where it is, relative to ${root}`,
      cause,
    })
  }
}
