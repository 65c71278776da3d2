import {readFile, rename, writeFile} from 'node:fs/promises'
import {join, relative} from 'node:path'
import {Failure} from '../failure.ts'
import {type Address, withDatabase} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {copyDatabase, withServer} from '../postgres/database.ts'
import {isServerError} from '../postgres/errors.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {readScriptFile} from '../postgres/script/read.ts'
import {runScript} from '../postgres/script/run.ts'
import {ensureTemplate, type Template} from '../postgres/template.ts'
import {withTemporaryDatabase} from '../postgres/temporary.ts'
import {cacheFolder} from '../project/cache.ts'
import type {Entry, Schema} from './entry.ts'
import {readDatabase} from './read.ts'
import {type Recipe, recipeKey} from './recipe.ts'
import {provideRoles} from './roles.ts'

/** Where shadows are made, and what is remembered of them. */
export type ShadowPlace = {
  readonly server: Address
  /** `18.4`, of that server. */
  readonly serverVersion: string
  /** The project's `.pgplumb`. */
  readonly cacheDir: string
  readonly signal?: AbortSignal
  /** Whether the server is pgplumb's own, where roles that the SQL grants to can be made. */
  readonly own: boolean
}

/** How a recipe's files are run in an empty database. */
export type Build = (address: Address, recipe: Recipe, signal?: AbortSignal) => Promise<void>

/** Runs the files in one transaction: all of them, or nothing. */
export const applyRecipe: Build = (address, recipe, signal) => runRecipe(address, recipe, true, signal)

/** A shadow that could not be built is thrown away: the files may run outside of a transaction, where one holds too many locks. */
const buildShadow: Build = (address, recipe, signal) =>
  runRecipe(address, recipe, true, signal).catch((error) => {
    if (!isLockTableFull(error)) throw error
    return runRecipe(address, recipe, false, signal)
  })

async function runRecipe(
  address: Address,
  {files, root}: Recipe,
  transaction: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  await withConnection(address, (client) =>
    runScript(client, statementsOf(files, root), {transaction, ...(signal ? {signal} : {})}),
  )
}

/** A transaction holds a lock on all that it makes: thousands of tables are more than max_locks_per_transaction provides for. */
const isLockTableFull = (error: unknown): boolean =>
  error instanceof Failure && isServerError(error.cause) && error.cause.code === '53200'

function* sqlOf({files, root}: Recipe): Generator<string> {
  for (const {text} of statementsOf(files, root)) yield text
}

function* statementsOf(files: readonly string[], root: string) {
  for (const file of files) yield* readScriptFile(relative(process.cwd(), file) || file, {directory: root})
}

/**
 * The template database that the recipe makes. The second time, nothing is run.
 * @throws Failure `sql_error` with the place in the file
 */
export async function shadowTemplate(
  recipe: Recipe,
  place: ShadowPlace,
  build: Build = buildShadow,
): Promise<Template & {readonly key: string}> {
  const {server, serverVersion, cacheDir, signal, own} = place
  const key = await recipeKey(recipe, [serverVersion, server.user])
  const template = await ensureTemplate(server, {key, project: cacheDir}, async (address) => {
    if (own) await withConnection(address, async (client) => provideRoles(client, [...sqlOf(recipe)]))
    await build(address, recipe, signal)
  })
  return {...template, key}
}

/** The schema that the recipe makes; from the cache where it was read before by the same pg_dump. */
export async function shadowSchema(
  recipe: Recipe,
  place: ShadowPlace,
  pgDump: PgDumpChoice,
  build: Build = buildShadow,
): Promise<Schema> {
  const key = await recipeKey(recipe, [place.serverVersion, place.server.user])
  const folder = join(place.cacheDir, 'schemas')
  const file = join(folder, `${key}-${pgDump.version.replace(/[^\w.-]/g, '_')}.json`)
  const cached = await readCache(file)
  if (cached) return cached
  const {name} = await shadowTemplate(recipe, place, build)
  const schema = await withCopy(place.server, name, (address) =>
    readDatabase(address, {pgDump, ...(place.signal ? {signal: place.signal} : {})}),
  )
  await cacheFolder(place.cacheDir, 'schemas')
  const half = `${file}.${process.pid}`
  await writeFile(half, JSON.stringify({serverVersion: schema.serverVersion, entries: [...schema.entries]}))
  await rename(half, file)
  return schema
}

type Cached = {readonly serverVersion: string | null; readonly entries: [string, Entry][]}

async function readCache(file: string): Promise<Schema | null> {
  try {
    const {serverVersion, entries}: Cached = JSON.parse(await readFile(file, 'utf8'))
    return {serverVersion, entries: new Map(entries)}
  } catch {
    // Absent, or of a run that died while writing: it is made again.
    return null
  }
}

/** Runs `work` in a copy of the template, which is dropped after. */
export async function withCopy<T>(
  server: Address,
  template: string,
  work: (address: Address) => Promise<T>,
): Promise<T> {
  return withServer(server, (client) =>
    withTemporaryDatabase(client, 'copy', async (name) => {
      await copyDatabase(client, template, name)
      return work(withDatabase(server, name))
    }),
  )
}
