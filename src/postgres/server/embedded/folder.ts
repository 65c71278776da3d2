import {existsSync} from 'node:fs'
import {mkdir, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import type {EmbeddedServer, ServerOptions} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import {withLock} from './lock.ts'

/** Runs `work` as the only process that starts or stops this server. */
export async function inFolder<T>(spec: EmbeddedServer, options: ServerOptions, work: () => Promise<T>): Promise<T> {
  try {
    await mkdir(spec.dataDir, {recursive: true})
    const ignore = join(spec.dataDir, '.gitignore')
    // It holds passwords, which must not be committed.
    if (!existsSync(ignore)) await writeFile(ignore, '*\n')
  } catch (error) {
    throw systemFailure(error, 'make the folder', spec.dataDir)
  }
  return withLock(join(resolve(spec.dataDir), 'lock'), options, work)
}
