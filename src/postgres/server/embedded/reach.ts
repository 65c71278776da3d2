import {realpath, stat} from 'node:fs/promises'
import {dirname} from 'node:path'
import type {Account} from './account.ts'

const READ = 4
const ENTER = 1

/** Whether the account may enter this directory, which exists, and all those above it. */
export async function canEnter(directory: string, account: Account): Promise<boolean> {
  if (!account.other) return true
  let path = await realpath(directory)
  while (true) {
    if (!(await allowed(path, account, ENTER))) return false
    const parent = dirname(path)
    if (parent === path) return true
    path = parent
  }
}

/** Whether the account may read this file, which exists. */
export async function canRead(file: string, account: Account): Promise<boolean> {
  if (!account.other) return true
  const path = await realpath(file)
  return (await allowed(path, account, READ)) && canEnter(dirname(path), account)
}

async function allowed(path: string, account: Account, right: number): Promise<boolean> {
  const {uid, gid, mode} = await stat(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & right) === right
}
