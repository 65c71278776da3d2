import {Failure} from '../../../failure.ts'
import type {Account} from './account.ts'
import {cannotRun, spawnAs} from './spawn-as.ts'

/** Runs initdb, or postgres in single-user mode, as the account; `input` is its standard input. */
export function runTool(
  program: string,
  args: readonly string[],
  input: string,
  {account, signal}: {readonly account: Account; readonly signal: AbortSignal | undefined},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawnAs(account, program, args, {stdio: 'pipe', ...(signal ? {signal} : {})})
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    // A tool that ended early says itself why.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
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
