import {readFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {Failure} from '../failure.ts'
import {isErrno} from '../postgres/conninfo/errno.ts'
import type {Env} from '../postgres/conninfo/params.ts'
import {buildProject} from './build.ts'
import {databaseErrors} from './check-databases.ts'
import {shardErrors} from './check-shards.ts'
import {type ConfigFile, findConfig, readConfig} from './find.ts'
import {interpolate} from './interpolate.ts'
import {type Loaded, missingText} from './loaded.ts'
import type {Project} from './project.ts'

export type LoadOptions = {
  readonly cwd: string
  /** Instead of looking for one; relative to cwd. */
  readonly configPath?: string | undefined
  readonly env: Env
  /** False gives the defaults where there is neither a config nor sql/schema.sql. */
  readonly required?: boolean
  readonly warn?: (message: string) => void
}

/**
 * Reads pgplumb.yaml, .yml, .json or package.json's `pgplumb`, from cwd upwards, with .env and .env.local beside it.
 * @throws Failure `no_config`, `bad_config` with all errors at once
 */
export async function loadProject(options: LoadOptions): Promise<Project> {
  const {cwd, configPath, required = true, warn = () => {}} = options
  const found = configPath === undefined ? await findConfig(cwd) : await readConfig(resolve(cwd, configPath))
  if (!found && required)
    throw new Failure('no_config', `there is no pgplumb.yaml and no sql/schema.sql in ${resolve(cwd)} or above`, {
      hint: 'go to your project; or begin one here: pgplumb init',
    })
  const root = found && 'file' in found ? dirname(found.file) : (found?.root ?? resolve(cwd))
  const env = {...(await dotenv(root)), ...options.env}
  const loaded = found && 'file' in found ? await parse(found, env) : {config: {}, source: null, missing: []}
  return buildProject(root, {...loaded, env, warn})
}

async function parse(
  {file, text, below}: ConfigFile,
  env: Env,
): Promise<Pick<Loaded, 'config' | 'source' | 'missing'>> {
  // Only a project with a config pays for these.
  const [{badConfig, readSource}, {validate}] = await Promise.all([import('./source.ts'), import('./validate.ts')])
  const source = readSource(file, text, below)
  const {value, missing} = interpolate(withoutNulls(source.value ?? {}), env)
  const atOnce = missing.filter(({path}) => path[0] !== 'databases')
  const checked = validate(value, source)
  const errors = [
    ...atOnce.map(({path, variable}) => ({place: source.placeOf(path), message: missingText(variable)})),
    ...checked.errors,
    ...unusableNames(value).map((name) => ({
      place: source.placeOf(['databases', name], 'key'),
      message: `databases.${name}: no database can have this name`,
    })),
    ...(checked.config ? databaseErrors(checked.config.databases ?? {}, source) : []),
    ...(checked.config ? shardErrors(checked.config, source) : []),
  ]
  if (errors.length > 0 || !checked.config)
    throw badConfig(errors.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column))
  return {config: checked.config, source, missing: missing.filter(({path}) => path[0] === 'databases')}
}

/** The validator passes over keys of these names, as if they were not written. */
function unusableNames(value: unknown): string[] {
  const databases: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'databases') : null
  const names = typeof databases === 'object' && databases !== null ? Object.keys(databases) : []
  return names.filter((name) => ['__proto__', 'prototype', 'constructor'].includes(name))
}

/** A key without a value counts as absent, but `dev:` names a database that has every default. */
function withoutNulls(value: unknown, depth = 0, inDatabases = false): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).flatMap(([key, item]) => {
    if (item === null) return inDatabases && depth === 1 ? [[key, {}]] : []
    return [[key, withoutNulls(item, depth + 1, depth === 0 ? key === 'databases' : inDatabases)]]
  })
  return Object.fromEntries(entries)
}

/** `.env.local` is stronger than `.env`, the environment than both; process.env is not touched. */
async function dotenv(root: string): Promise<Env> {
  const texts = await Promise.all(['.env', '.env.local'].map((name) => readIfThere(join(root, name))))
  if (texts.every((text) => text === null)) return {}
  const {default: library} = await import('dotenv')
  return Object.assign({}, ...texts.map((text) => library.parse(text ?? '')))
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    // .env may be a folder (a virtual environment of Python).
    if (isErrno(cause, 'ENOENT') || isErrno(cause, 'EISDIR')) return null
    throw new Failure('bad_env_file', `cannot read ${file}`, {cause})
  }
}
