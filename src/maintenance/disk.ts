import {statfs} from 'node:fs/promises'
import type pg from 'pg'
import {type Address, isLocal} from '../postgres/address.ts'
import {isServerError} from '../postgres/errors.ts'

/** Bytes that are free where the server keeps its data; null where it is on another machine, or does not say. */
export async function freeSpace(client: pg.Client, address: Address): Promise<number | null> {
  if (!isLocal(address)) return null
  try {
    const {rows} = await client.query<{folder: string}>("SELECT current_setting('data_directory') AS folder")
    const {bavail, bsize} = await statfs(rows[0]?.folder ?? '')
    return bavail * bsize
  } catch (error) {
    // 42501: only a superuser or pg_read_all_settings may know. A file error: it is in a container, or another's machine.
    if ((isServerError(error) && error.code === '42501') || (error instanceof Error && 'errno' in error)) return null
    throw error
  }
}
