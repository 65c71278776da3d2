import {access, readFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {Failure} from '../failure.ts'
import {isErrno} from '../postgres/conninfo/errno.ts'
import type {Path} from './source.ts'

export const CONFIG_NAMES = ['pgplumb.yaml', 'pgplumb.yml', 'pgplumb.json'] as const

export type ConfigFile = {readonly file: string; readonly text: string; readonly below: Path}

/**
 * The config in this folder or the nearest one above, up to the repository's root (where .git is). Without a config,
 * the nearest folder that has sql/schema.sql; null where there is neither.
 */
export async function findConfig(cwd: string): Promise<ConfigFile | {readonly root: string} | null> {
  let withSchema: string | null = null
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const config = await configIn(folder)
    if (config) return config
    if (!withSchema && (await exists(join(folder, 'sql', 'schema.sql')))) withSchema = folder
    if (folder === dirname(folder) || (await exists(join(folder, '.git')))) break
  }
  return withSchema ? {root: withSchema} : null
}

/** @throws Failure `no_config` */
export async function readConfig(file: string): Promise<ConfigFile> {
  const below = file.endsWith('package.json') ? ['pgplumb'] : []
  try {
    const text = await readFile(file, 'utf8')
    if (text.includes('\0')) throw new Failure('bad_config', `${file} is not a text file`)
    return {file, text: text.replace(/^\uFEFF/, ''), below}
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    const why = isErrno(cause, 'ENOENT') ? 'does not exist' : `cannot be read: ${String(cause)}`
    throw new Failure('no_config', `the config ${file} ${why}`, {
      cause,
      hint: 'correct the path, or leave --config out',
    })
  }
}

async function configIn(folder: string): Promise<ConfigFile | null> {
  const present: string[] = []
  for (const name of CONFIG_NAMES) if (await exists(join(folder, name))) present.push(join(folder, name))
  const manifest = await manifestIn(folder)
  if (manifest) present.push(manifest.file)
  const [file, other] = present
  if (file && other)
    throw new Failure('bad_config', `there are two configs: ${present.join(' and ')}`, {
      hint: 'keep one, or say which with --config',
    })
  return manifest ?? (file ? readConfig(file) : null)
}

async function manifestIn(folder: string): Promise<ConfigFile | null> {
  const file = join(folder, 'package.json')
  const text = await readFile(file, 'utf8').catch(() => '')
  if (!text.includes('"pgplumb"')) return null
  try {
    const manifest: unknown = JSON.parse(text)
    const has = typeof manifest === 'object' && manifest !== null && 'pgplumb' in manifest
    return has && typeof manifest.pgplumb === 'object' ? {file, text, below: ['pgplumb']} : null
  } catch {
    // npm says better what is wrong with it, and the word may stand anywhere.
    return null
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
