import {existsSync, statSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {dirname, relative, resolve} from 'node:path'
import type {SourceName} from '../change.ts'
import {Failure} from '../failure.ts'
import {loadMigrations} from '../migrations/folder.ts'
import {up} from '../migrations/run.ts'
import {nearest} from '../nearest.ts'
import type {Address} from '../postgres/address.ts'
import {isUrl} from '../postgres/conninfo/parse-url.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {sqlFiles} from '../project/sql-files.ts'
import type {Schema} from '../schema/entry.ts'
import {readDatabase, readDump} from '../schema/read.ts'
import {type Recipe, recipeTexts} from '../schema/recipe.ts'
import {applyRecipe, type Build, type ShadowPlace, shadowSchema, shadowTemplate, withCopy} from '../schema/shadow.ts'
import {checkout, parseGitSource} from './git.ts'
import {masterRecipe} from './master.ts'
import {type Opened, openDatabase, serverFacts} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

/** What a schema can be read from. */
export type Source = {
  readonly name: SourceName
  /** The major version of the server that is asked; null where none is. */
  readonly major: number | null
  /** The database behind it, where it is one. */
  readonly opened: Opened | null
  /** The server that is asked; null where none is. */
  readonly server: Address | null
  readonly read: (pgDump: PgDumpChoice) => Promise<Schema>
  /** Runs work on a database that has the schema, itself or a copy; a dump has none. */
  readonly open?: <T>(work: (address: Address) => Promise<T>) => Promise<T>
  /** The SQL that a person wrote, where that says all of the schema: its comments may say what was renamed. */
  readonly texts?: () => Promise<readonly string[]>
}

export type SourceOptions = {readonly roles?: boolean; readonly near?: Opened | null}

/** The master schema as a source. */
export const MASTER = ':master'

/**
 * Opens what a person names: a database of the config, a URL, a .sql file, a folder of migrations, or the master schema.
 * @throws Failure `unknown_source` and those of connecting
 */
export async function openSource(workspace: Workspace, text: string, options: SourceOptions = {}): Promise<Source> {
  const {project} = workspace
  if (text === MASTER) return masterSource(workspace, options)
  if (project.databases.some(({name}) => name === text))
    return databaseSource(await openDatabase(workspace, text), workspace, options)
  if (isUrl(text)) return urlSource(workspace, text, options)
  const committed = parseGitSource(text)
  if (committed) return gitSource(workspace, committed, text, options)
  const path = resolve(text)
  if (existsSync(path)) return fileSource(workspace, path, options)
  const names = project.databases.map(({name}) => name)
  const meant = nearest(text, names)
  throw new Failure('unknown_source', `"${text}" is no database of the config, no URL and no file`, {
    hint: `${meant ? `did you mean ${meant}? ` : ''}the databases are ${names.join(', ')}`,
  })
}

function databaseSource(
  opened: Opened,
  {signal}: Workspace,
  {roles = false}: SourceOptions,
  kind: SourceName['kind'] = 'database',
): Source {
  return {
    name: {name: opened.database.name, kind, serverVersion: opened.version},
    major: opened.major,
    opened,
    server: opened.address,
    read: (pgDump) => readDatabase(opened.address, {pgDump, roles, ...(signal ? {signal} : {})}),
    open: (work) => work(opened.address),
  }
}

async function urlSource(workspace: Workspace, url: string, options: SourceOptions): Promise<Source> {
  const database = await workspace.project.resolveUrl(url)
  const opened = {database, address: database.address, ...(await serverFacts(database.address))}
  return databaseSource(opened, workspace, options, 'url')
}

async function masterSource(workspace: Workspace, {near = null}: SourceOptions): Promise<Source> {
  const {schema, root} = workspace.project
  const recipe = await masterRecipe(workspace)
  const place = await shadowPlace(workspace, near, await recipeTexts(recipe))
  const name = shown(schema.length === 1 ? (schema[0] ?? root) : dirname(schema[0] ?? root))
  return recipeSource(recipe, place, {name, kind: 'master'})
}

/** A file or folder as of a commit: read as if that commit were checked out. */
async function gitSource(
  workspace: Workspace,
  committed: {readonly ref: string; readonly path: string},
  text: string,
  options: SourceOptions,
): Promise<Source> {
  const {path, root} = await checkout(workspace, committed)
  const source = await fileSource({...workspace, project: {...workspace.project, root}}, path, options)
  return {...source, name: {...source.name, name: text}}
}

async function fileSource(workspace: Workspace, path: string, options: SourceOptions): Promise<Source> {
  if (statSync(path).isDirectory()) return folderSource(workspace, path, options)
  const {prelude, root} = workspace.project
  const name = {name: shown(path), kind: 'file'} as const
  const text = await readFile(path, 'utf8')
  if (DUMP_HEADER.test(text))
    return {name: {...name, serverVersion: null}, major: null, opened: null, server: null, read: () => readDump([text])}
  const recipe = {files: [...prelude, path], root}
  return recipeSource(recipe, await shadowPlace(workspace, options.near ?? null, await recipeTexts(recipe)), name)
}

/** A folder of migrations runs as `migrate` runs it; any other folder of SQL files in the order of their names. */
async function folderSource(workspace: Workspace, path: string, {near = null}: SourceOptions): Promise<Source> {
  const {prelude, root} = workspace.project
  const {versioned, repeatable} = loadMigrations(path)
  const files = (await sqlFiles(root, path)).filter((file) => !file.endsWith('.down.sql'))
  const isMigrations = versioned.length + repeatable.length > 0
  if (files.every((file) => !file.endsWith('.sql')))
    throw new Failure('no_file', `there is no .sql file in ${shown(path)}`, {hint: 'check the path'})
  const name = {name: shown(path), kind: isMigrations ? 'migrations' : 'file'} as const
  const recipe = {files: [...prelude, ...files], root}
  const place = await shadowPlace(workspace, near, await recipeTexts(recipe))
  if (!isMigrations) return recipeSource(recipe, place, name)
  return recipeSource(recipe, place, name, async (address, _, signal) => {
    await applyRecipe(address, {files: prelude, root}, signal)
    await up(address, loadMigrations(path), signal ? {signal} : {})
  })
}

const DUMP_HEADER = /^-- Name: .*; Type: .*; Schema: .*; Owner: /m

const shown = (path: string): string => relative(process.cwd(), path) || path

function recipeSource(
  recipe: Recipe,
  place: ShadowPlace,
  name: Pick<SourceName, 'name' | 'kind'>,
  build?: Build,
): Source {
  return {
    name: {...name, serverVersion: place.serverVersion},
    major: Number.parseInt(place.serverVersion, 10),
    opened: null,
    server: place.server,
    read: (pgDump) => shadowSchema(recipe, place, pgDump, build),
    open: async (work) => {
      const {name: template} = await shadowTemplate(recipe, place, build)
      return withCopy(place.server, template, work)
    },
    ...(build ? {} : {texts: () => recipeTexts(recipe)}),
  }
}
