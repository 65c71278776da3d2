import {readdir, readFile} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {array, number, object, optional, parse, picklist, string} from 'valibot'
import {Failure} from '../../failure.ts'
import {nearest} from '../../nearest.ts'
import type {Workspace} from '../workspace.ts'

const shape = object({
  /** The database of the config. */
  database: string(),
  /** ISO 8601. */
  createdAt: string(),
  serverVersion: string(),
  pgDump: string(),
  /** Of the file, compressed. */
  bytes: number(),
  sha256: string(),
  /** Of the file; the first ones were SQL. */
  format: optional(picklist(['custom', 'plain']), 'plain'),
})

/** A backup: an archive of pg_dump's custom format or compressed SQL, and beside it what is known of it. */
export type Backup = {
  /** `prod-20260310-020000`. */
  readonly name: string
  readonly path: string
  readonly database: string
  readonly createdAt: Date
  readonly serverVersion: string
  readonly pgDump: string
  readonly bytes: number
  readonly sha256: string
  readonly format: 'custom' | 'plain'
}

export const SUFFIX = {custom: '.dump', plain: '.sql.gz'} as const
export const MANIFEST = '.json'

/** The backups of a database, or of all, the latest first. */
export async function listBackups({project}: Workspace, database?: string): Promise<readonly Backup[]> {
  const {folder} = project.backup
  const files = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const backups = await Promise.all(
    files.filter((file) => file.endsWith(MANIFEST)).map((file) => readManifest(folder, basename(file, MANIFEST))),
  )
  return backups
    .filter((backup) => database === undefined || backup.database === database)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}

async function readManifest(folder: string, name: string): Promise<Backup> {
  const file = join(folder, `${name}${MANIFEST}`)
  try {
    const [manifest] = parse(array(shape), [JSON.parse(await readFile(file, 'utf8'))])
    if (!manifest) throw new Error('it is empty')
    return {
      ...manifest,
      name,
      path: join(folder, `${name}${SUFFIX[manifest.format]}`),
      createdAt: new Date(manifest.createdAt),
    }
  } catch (cause) {
    throw new Failure('bad_backup', `${file} does not describe a backup`, {hint: 'remove it, or restore it', cause})
  }
}

/**
 * The backup of that name; `latest`: of that database, the latest.
 * @throws Failure `no_backup`
 */
export async function findBackup(workspace: Workspace, database: string, name: string): Promise<Backup> {
  const all = await listBackups(workspace, name === 'latest' ? database : undefined)
  const found = name === 'latest' ? all[0] : all.find((backup) => backup.name === name)
  if (found) return found
  const near = nearest(
    name,
    all.map((backup) => backup.name),
  )
  throw new Failure(
    'no_backup',
    name === 'latest' ? `there is no backup of ${database}` : `there is no backup ${name}`,
    {
      hint: near ? `did you mean ${near}?` : `pgplumb backup create ${database}`,
    },
  )
}
