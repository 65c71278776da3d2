import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {Failure} from '../../../failure.ts'
import {errorCode} from '../system-failure.ts'
import {type Account, asAccount} from './account.ts'

/** Nothing of our environment reaches the server: it may hold passwords, and settings of libpq. */
export const toolEnvironment = (): NodeJS.ProcessEnv | undefined =>
  process.platform === 'win32' ? undefined : {PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C'}

export const rootDirectory = (): string => (process.platform === 'win32' ? 'C:\\' : '/')

/** Runs initdb, or postgres in single-user mode, as the account; `input` is its standard input. */
export function runTool(
  program: string,
  args: readonly string[],
  input: string,
  {account, signal}: {readonly account: Account; readonly signal: AbortSignal | undefined},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = toolEnvironment()
    const child = spawn(program, args, {
      ...asAccount(account),
      ...(signal ? {signal} : {}),
      ...(env ? {env} : {}),
      cwd: rootDirectory(),
      windowsHide: true,
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    // A tool that ended early says itself why.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    let failure: Error | undefined
    child.on('error', (error) => {
      failure = signal?.aborted ? error : cannotRun(program, account, error)
      if (child.pid === undefined) reject(failure)
    })
    child.on('close', (code) => {
      if (failure) reject(failure)
      // Single-user mode ends well whatever became of its statement.
      else if (code === 0 && !/\b(ERROR|FATAL|PANIC):/.test(output)) resolve()
      else reject(creationFailure(output, account))
    })
  })
}

/** Why the operating system would not start PostgreSQL at all. */
export function cannotRun(program: string, account: Account, error: unknown): Failure {
  const code = errorCode(error)
  const detail = error instanceof Error ? error.message : String(error)
  // The file is there, the loader it names is not: a musl system such as Alpine.
  if (code === 'ENOENT' && existsSync(program))
    return new Failure('no_embedded', 'the embedded PostgreSQL does not run on this system: it needs glibc', {
      hint: 'use a Debian-based image; or, in the config, server: docker or url: postgres://…',
      detail,
      cause: error,
    })
  if (code === 'EPERM' || code === 'EINVAL')
    return new Failure('permission_denied', `root may not run PostgreSQL as the user ${account.name} here`, {
      hint: 'run pgplumb as an ordinary user; or, in the config, server: docker or url: postgres://…',
      detail,
      cause: error,
    })
  return new Failure('no_embedded', `cannot run ${program}`, {detail, cause: error})
}

function creationFailure(output: string, account: Account): Failure {
  const detail = output.trim().split('\n').slice(-8).join('\n')
  if (/No space left on device|Disk quota exceeded/.test(output))
    return new Failure('disk_full', 'cannot create the embedded server: no space left on the disk', {
      hint: 'free about 60 MB and start again',
      detail,
    })
  if (/could not look up effective user ID/.test(output))
    return new Failure(
      'permission_denied',
      `the user id ${account.uid} has no entry in /etc/passwd, which PostgreSQL needs`,
      {
        hint: 'add one, run as a user that has one, or use server: docker or url: postgres://… in the config',
        detail,
      },
    )
  return new Failure('server_died', 'PostgreSQL could not create its data', {detail})
}
