import {type ChildProcess, type SpawnOptions, spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {Failure} from '../../../failure.ts'
import {errorCode} from '../system-failure.ts'
import {type Account, asAccount} from './account.ts'

const onWindows = process.platform === 'win32'

/** Starts a program of PostgreSQL as the account. Nothing of our environment reaches it: it may hold passwords. */
export function spawnAs(
  account: Account,
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  try {
    return spawn(program, args, {
      ...asAccount(account),
      ...(onWindows ? {} : {env: {PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C'}}),
      cwd: onWindows ? 'C:\\' : '/',
      windowsHide: true,
      ...options,
    })
  } catch (error) {
    throw cannotRun(program, account, error)
  }
}

/** Why the operating system would not start PostgreSQL at all. */
export function cannotRun(program: string, account: Account, error: unknown): Failure {
  const code = errorCode(error)
  const options = {detail: error instanceof Error ? error.message : String(error), cause: error}
  // The file is there, the loader it names is not: a musl system such as Alpine.
  if (code === 'ENOENT' && existsSync(program))
    return new Failure('no_embedded', 'the embedded PostgreSQL does not run on this system: it needs glibc', {
      ...options,
      hint: 'use a Debian-based image; or, in the config, server: docker or url: postgres://…',
    })
  if (code === 'EPERM' || code === 'EINVAL')
    return new Failure('permission_denied', `root may not run PostgreSQL as the user ${account.name} here`, {
      ...options,
      hint: 'run pgplumb as an ordinary user; or, in the config, server: docker or url: postgres://…',
    })
  return new Failure('no_embedded', `cannot run ${program}`, options)
}
