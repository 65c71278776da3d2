import {execFile} from 'node:child_process'
import {readdir, readFile} from 'node:fs/promises'
import {promisify} from 'node:util'
import {errorCode, systemFailure} from './system-failure.ts'

const run = promisify(execFile)

/** Whether a process of this id runs; one that ended and was not waited for does not. */
export async function isAlive(pid: number): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
}

/** Signals a process that may have ended by itself meanwhile. */
export function endNow(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw systemFailure(error, 'end the process', String(pid))
  }
}

/** The program and its arguments, as far as they may be seen; empty if not at all. */
export async function commandOf(pid: number): Promise<string[]> {
  if (process.platform === 'linux')
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean)
  const [command, ...args] =
    process.platform === 'win32'
      ? ['tasklist', '/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']
      : ['ps', '-o', 'command=', '-p', String(pid)]
  const {stdout} = await run(command ?? '', args).catch(() => ({stdout: ''}))
  return [stdout.trim()].filter(Boolean)
}

/** Every process of this machine; only Linux tells. */
export async function processIds(): Promise<number[]> {
  if (process.platform !== 'linux') return []
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
}

const IN_DIRECTORY = 'cd /proc; for p in [0-9]*; do [ "$(readlink $p/cwd)" = "$1" ] && echo $p; done; true'

/** The processes whose working directory this is. In a container only their own user may see that, not even root. */
export async function processesIn(directory: string, user: {uid?: number; gid?: number}): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const {stdout} = await run('/bin/sh', ['-c', IN_DIRECTORY, 'sh', directory], {...user, cwd: '/'})
  return stdout.split('\n').filter(Boolean).map(Number)
}
