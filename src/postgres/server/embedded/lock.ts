import {randomUUID} from 'node:crypto'
import {link, open, readFile, rename, rm} from 'node:fs/promises'
import {hostname} from 'node:os'
import {setTimeout as sleep} from 'node:timers/promises'
import {isAlive} from '../processes.ts'
import type {ServerOptions} from '../spec.ts'
import {errorCode, systemFailure} from '../system-failure.ts'

/** Runs `work` while no other process does under the same lock file. One left behind by a dead process is broken. */
export async function withLock<T>(
  path: string,
  {signal, onProgress}: ServerOptions,
  work: () => Promise<T>,
): Promise<T> {
  const token = `${process.pid} ${hostname()} ${randomUUID()}\n`
  let told = false
  while (!(await take(path, token))) {
    const holder = await readFile(path, 'utf8').catch(() => '')
    if (await isGone(holder)) await breakLock(path, holder)
    else {
      if (!told && holder)
        onProgress?.(`waiting for process ${holder.split(' ')[0]}, which starts or stops this server`)
      told ||= holder !== ''
      await sleep(20, undefined, {...(signal ? {signal} : {})})
    }
  }
  try {
    return await work()
  } finally {
    await rm(path, {force: true})
  }
}

async function take(path: string, token: string): Promise<boolean> {
  // Linked into place whole, so that no one reads a lock without its owner.
  const making = `${path}.${process.pid}.${randomUUID()}`
  try {
    const file = await open(making, 'wx')
    await file.writeFile(token)
    await file.close()
    await link(making, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw systemFailure(error, 'make the lock', path)
  } finally {
    await rm(making, {force: true})
  }
}

async function isGone(holder: string): Promise<boolean> {
  const [pid = '', host = ''] = holder.trim().split(' ')
  // Released between our attempt and our look, or of another machine or container, whose processes we cannot see.
  if (!pid || host !== hostname()) return holder !== ''
  return !(await isAlive(Number(pid)))
}

/** Moves it away and looks again: in the meantime another process may have broken it and taken its own. */
async function breakLock(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errorCode(error) ?? '')) throw systemFailure(error, 'break the lock', path)
  } finally {
    await rm(aside, {force: true})
  }
}
