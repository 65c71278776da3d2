import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import type pg from 'pg'
import type {Address} from '../../postgres/address.ts'
import {candidates, isDebianWrapper, usualPlaces} from '../../postgres/pg-dump/places.ts'
import {shellCommand} from '../../shell.ts'

const run = promisify(execFile)

/** pg_repack as it is here, for one database. */
export type Repack = {
  readonly path: string
  /** What rewrites a table, named as SQL writes it. */
  readonly argumentsFor: (identity: string) => readonly string[]
  /** The same for a person to type, who is asked for the password. */
  readonly commandFor: (identity: string) => string
}

/** The program that fits the extension of this database; in words, what is missing. */
export async function findRepack(
  client: pg.Client,
  address: Address,
  {path, wait}: {readonly path: string; readonly wait: number},
): Promise<Repack | {readonly missing: string}> {
  const {rows} = await client.query<{version: string; superuser: boolean}>(
    `SELECT e.extversion AS version, r.rolsuper AS superuser
       FROM pg_extension e JOIN pg_roles r ON r.rolname = current_user WHERE e.extname = 'pg_repack'`,
  )
  const [extension] = rows
  if (!extension) return {missing: 'this database has no extension pg_repack: CREATE EXTENSION pg_repack'}
  const program = await programOf(extension.version, path)
  if (program === null)
    return {missing: `no program pg_repack ${extension.version} is here, which is the version of the extension`}
  const argumentsFor = (identity: string) => [
    '--no-kill-backend',
    `--wait-timeout=${wait}`,
    ...(extension.superuser ? [] : ['--no-superuser-check']),
    `--table=${identity}`,
  ]
  const {host, port, user, database} = address
  const where = [`--host=${host}`, `--port=${port}`, `--username=${user}`, `--dbname=${database}`]
  return {
    path: program,
    argumentsFor,
    commandFor: (identity) => shellCommand(['pg_repack', ...where, ...argumentsFor(identity)]),
  }
}

async function programOf(version: string, path: string): Promise<string | null> {
  const {platform} = process
  for (const {path: file} of await candidates(path, usualPlaces(platform), platform, 'pg_repack')) {
    if (await isDebianWrapper(file)) continue
    const said = await run(file, ['--version']).catch(() => null)
    if (said?.stdout.trim().endsWith(` ${version}`)) return file
  }
  return null
}
