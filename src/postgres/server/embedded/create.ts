import {randomUUID} from 'node:crypto'
import {chmod, chown, mkdir, readdir, rename, rm, stat, writeFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {Failure} from '../../../failure.ts'
import type {EmbeddedServer, ServerOptions} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import type {Account} from './account.ts'
import {setAdminPassword} from './admin.ts'
import type {Binaries} from './binaries.ts'
import {homeElsewhere, type Layout, layoutAt, makePrivateRoot} from './layout.ts'
import {ADMIN} from './passwords.ts'
import {canEnter} from './reach.ts'
import {runTool} from './run-tool.ts'
import {isUnsafe} from './settings.ts'

const UNFINISHED = 'data.making'

/** Makes the data of a server that has none. They get their name at the end, so that half-made ones are never used. */
export async function createData(
  spec: EmbeddedServer,
  account: Account,
  binaries: Binaries,
  options: ServerOptions,
): Promise<Layout> {
  options.onProgress?.('creating the embedded server')
  const {layout, making} = await prepareHome(spec, account)
  // The order of a sort must not depend on the machine: PostgreSQL's own C.UTF-8, not the system's locales.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  // No one can sign in by what initdb writes: the passwords follow, and pg_hba.conf is ours.
  const access = [`--username=${ADMIN}`, '--auth=reject', '--no-instructions']
  try {
    const run = {account, signal: options.signal}
    await runTool(binaries.initdb, ['-D', making, '--no-sync', ...locale, ...access], '', run)
    await setAdminPassword(layout, making, account, binaries, {...options, sync: false})
    // Once, at the end: most of the time is the disk's.
    if (!isUnsafe(spec)) await runTool(binaries.initdb, ['-D', making, '--sync-only'], '', run)
    await rename(making, layout.data)
  } catch (error) {
    await rm(making, {recursive: true, force: true})
    throw error instanceof Failure || options.signal?.aborted
      ? error
      : systemFailure(error, 'create the server in', layout.home)
  }
  return layout
}

/** In the project if the server's user can live there, else elsewhere, with a pointer left in the project. */
async function prepareHome(spec: EmbeddedServer, account: Account): Promise<{layout: Layout; making: string}> {
  const inProject = resolve(spec.dataDir)
  const elsewhere = homeElsewhere(spec)
  for (const home of [inProject, elsewhere]) {
    try {
      if (home === elsewhere) await makePrivateRoot()
      await mkdir(home, {recursive: true})
      if (home === elsewhere) await chmod(home, 0o755)
      await removeUnfinished(home)
      // A name of its own: an initdb whose parent was killed may still be at work on the one before.
      const making = join(home, `${UNFINISHED}.${randomUUID()}`)
      const suits = (await canEnter(home, account)) && (await makeEmpty(making, account))
      if (!suits) continue
      if (home === elsewhere) await writeFile(join(inProject, 'location'), `${elsewhere}\n`)
      return {layout: layoutAt(home), making}
    } catch (error) {
      throw systemFailure(error, 'make the folder', home)
    }
  }
  throw new Failure(
    'permission_denied',
    `the user ${account.name}, as whom PostgreSQL has to run, cannot use ${elsewhere}`,
    {
      hint: `check the rights of ${dirname(elsewhere)}`,
    },
  )
}

async function removeUnfinished(home: string): Promise<void> {
  for (const name of await readdir(home))
    if (name.startsWith(UNFINISHED)) await rm(join(home, name), {recursive: true, force: true, maxRetries: 3})
}

/** An empty directory as PostgreSQL wants it; false where the file system knows no owners or rights (mounted ones). */
async function makeEmpty(directory: string, account: Account): Promise<boolean> {
  await mkdir(directory, {mode: 0o700})
  try {
    if (account.other) await chown(directory, account.uid, account.gid)
    await chmod(directory, 0o700)
  } catch {
    await rm(directory, {recursive: true, force: true})
    return false
  }
  const {uid, mode} = await stat(directory)
  const suits = process.platform === 'win32' || (uid === account.uid && (mode & 0o077) === 0)
  if (!suits) await rm(directory, {recursive: true, force: true})
  return suits
}
