import {realpath} from 'node:fs/promises'
import {basename, posix, win32} from 'node:path'
import {glob} from './glob.ts'

/** A file that may be a pg_dump. `hint` is the major version its folder is named after. */
export type Candidate = {readonly path: string; readonly hint: number | null}

/** Where installers put pg_dump without adding it to PATH; `*` stands for one folder. */
const USUAL: {readonly [platform: string]: readonly string[]} = {
  linux: ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/usr/libexec/postgresql*', '/usr/local/pgsql/bin'],
  darwin: [
    '/opt/homebrew/opt/libpq/bin',
    '/opt/homebrew/opt/postgresql@*/bin',
    '/usr/local/opt/libpq/bin',
    '/usr/local/opt/postgresql@*/bin',
    '/Applications/Postgres.app/Contents/Versions/*/bin',
    '/Library/PostgreSQL/*/bin',
  ],
  win32: ['C:\\Program Files\\PostgreSQL\\*\\bin'],
}

export const usualPlaces = (platform: NodeJS.Platform): readonly string[] => USUAL[platform] ?? []

/** Every pg_dump (or other program of PostgreSQL) on PATH, in its order, then those in `places`, lowest version first; each real file once. */
export async function candidates(
  path: string,
  places: readonly string[],
  platform: NodeJS.Platform,
  program = 'pg_dump',
): Promise<readonly Candidate[]> {
  const {delimiter, join} = platform === 'win32' ? win32 : posix
  const name = platform === 'win32' ? `${program}.exe` : program
  const onPath = path.split(delimiter).filter((folder) => folder !== '')
  const usual = (await Promise.all(places.map((place) => glob(place)))).flat()
  const sorted = usual.toSorted((a, b) => (versionOf(a) ?? 0) - (versionOf(b) ?? 0))
  const seen = new Set<string>()
  const found: Candidate[] = []
  for (const folder of [...onPath, ...sorted]) {
    const file = join(folder, name)
    const real = await realpath(file).catch(() => null)
    if (real === null || seen.has(real)) continue
    seen.add(real)
    found.push({path: file, hint: versionOf(folder)})
  }
  return found
}

/** Debian's /usr/bin/pg_dump is a script that picks a version by rules of its own, other than it says it has. */
export const isDebianWrapper = async (path: string): Promise<boolean> =>
  basename(await realpath(path).catch(() => path)) === 'pg_wrapper'

function versionOf(folder: string): number | null {
  const [, major] = /(?:postgresql|pgsql|versions)[@/\\-]?(\d+)(?:\.\d+)?(?:[/\\]bin)?[/\\]?$/i.exec(folder) ?? []
  return major ? Number(major) : null
}
