import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {stat} from 'node:fs/promises'
import {pipeline} from 'node:stream/promises'
import {Failure} from '../../failure.ts'
import type {Backup} from './manifest.ts'

/** SHA-256, in hexadecimal digits. */
export async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** @throws Failure `damaged_backup` where the file is not the one that was written */
export async function checkFile({path, sha256, bytes}: Backup): Promise<void> {
  const {size} = await stat(path).catch((cause: unknown) => {
    throw damaged(path, 'it cannot be read', cause)
  })
  if (size !== bytes) throw damaged(path, `it has ${size} bytes, and had ${bytes}`)
  if ((await checksumOf(path)) !== sha256) throw damaged(path, 'its checksum is another')
}

export const damaged = (path: string, why: string, cause?: unknown): Failure =>
  new Failure('damaged_backup', `${path} is damaged: ${why}`, {hint: 'take another one: pgplumb backup list', cause})
