import {execFile} from 'node:child_process'
import {stat} from 'node:fs/promises'
import {promisify} from 'node:util'

export type PgDumpVersion = {readonly text: string; readonly major: number}
export type Probe = {readonly version: PgDumpVersion} | {readonly problem: string}

const run = promisify(execFile)
const cache = new Map<string, Promise<Probe>>()

/** What `pg_dump --version` at this path says. A process costs 10 ms, so it is asked once per file and change of it. */
export async function probe(path: string): Promise<Probe> {
  const file = await stat(path).catch(() => null)
  if (!file?.isFile()) return {problem: 'there is no such file'}
  const key = `${file.mtimeMs} ${file.size} ${path}`
  const known = cache.get(key)
  if (known) return known
  const asked = askVersion(path, ['--version'])
  cache.set(key, asked)
  return asked
}

/** The pg_dump inside a running container. */
export const probeContainer = (container: string): Promise<Probe> =>
  askVersion('docker', ['exec', container, 'pg_dump', '--version'])

async function askVersion(program: string, args: readonly string[]): Promise<Probe> {
  try {
    const {stdout} = await run(program, args, {timeout: 10_000, env: {...process.env, LC_ALL: 'C'}})
    return parseVersion(stdout) ?? {problem: `it does not say a pg_dump version but: ${stdout.trim().slice(0, 80)}`}
  } catch (error) {
    return {problem: `it does not run: ${reason(error)}`}
  }
}

/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` → 15.18. */
function parseVersion(line: string): Probe | null {
  const [, text, major] = /^pg_dump \(.*?\) ((\d+)\S*)/.exec(line) ?? []
  return text && major ? {version: {text, major: Number(major)}} : null
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : null
  if (code === 'EACCES') return 'it is not executable'
  if (code === 'ENOENT') return 'there is no such program'
  const said = 'stderr' in error ? String(error.stderr).trim() : ''
  return said || error.message
}
