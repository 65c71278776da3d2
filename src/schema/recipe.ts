import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {dirname, relative, resolve} from 'node:path'
import {Failure} from '../failure.ts'

/** SQL files that make a schema when they run in order in an empty database. */
export type Recipe = {
  /** Absolute paths. */
  readonly files: readonly string[]
  /** Paths are reported relative to it. */
  readonly root: string
}

const INCLUDE = /^\s*\\(i|ir|include|include_relative)\s+(?:'([^']+)'|(\S+))/gm

/** Bump it when what is made of the same files changes. */
const FORMAT = 3

/**
 * A hash of all that determines the schema: the files, those that they include, and `circumstances` (the server's
 * version and user). Reads the files, but cuts no SQL.
 * @throws Failure `no_file`
 */
export async function recipeKey(recipe: Recipe, circumstances: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, ...circumstances]))
  for (const text of await recipeTexts(recipe)) hash.update(`${text.length}\n`).update(text)
  return hash.digest('hex')
}

/**
 * The text of each file, and of those that it includes.
 * @throws Failure `no_file`
 */
export const recipeTexts = async (recipe: Recipe): Promise<string[]> => (await readFiles(recipe)).texts

/**
 * The paths of the files, and of those that they include.
 * @throws Failure `no_file`
 */
export const recipeFiles = async (recipe: Recipe): Promise<string[]> => (await readFiles(recipe)).files

async function readFiles({files, root}: Recipe): Promise<{readonly texts: string[]; readonly files: string[]}> {
  const texts: string[] = []
  const seen = new Set<string>()
  for (const file of files) await addFile(texts, file, root, seen)
  return {texts, files: [...seen]}
}

async function addFile(
  texts: string[],
  file: string,
  root: string,
  seen: Set<string>,
  optional = false,
): Promise<void> {
  if (seen.has(file)) return
  seen.add(file)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    // What looks like an include in a string or in COPY data is none; a real one fails when the script runs.
    if (optional) return
    throw new Failure('no_file', `cannot read ${relative(root, file) || file}`, {
      hint: 'the keys schema, prelude and migrations of the config say where the SQL files are',
      cause,
    })
  }
  texts.push(text)
  if (!text.includes('\\i')) return
  for (const [, command = '', quoted, plain] of text.matchAll(INCLUDE)) {
    const base = command.startsWith('ir') || command.endsWith('relative') ? dirname(file) : root
    await addFile(texts, resolve(base, quoted ?? plain ?? ''), root, seen, true)
  }
}
