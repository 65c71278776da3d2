import {randomBytes} from 'node:crypto'
import {readFile, rename, writeFile} from 'node:fs/promises'
import * as v from 'valibot'
import type {EmbeddedServer} from '../spec.ts'
import {errorCode, systemFailure} from '../system-failure.ts'
import {findLayout, type Layout} from './layout.ts'

/** The role that initdb makes; pgplumb manages the server through it. */
export const ADMIN = 'pgplumb_admin'

const Passwords = v.record(v.string(), v.string())

/** The password generated for a user whose config names none; undefined if there is none, or it is not ours to read. */
export async function embeddedPassword(spec: EmbeddedServer, user: string): Promise<string | undefined> {
  const layout = findLayout(spec)
  if (!layout) return undefined
  try {
    return (await readPasswords(layout)).get(user)
  } catch (error) {
    if (errorCode(error) === 'EACCES') return undefined
    throw error
  }
}

/** False: passwords.json was lost, and no one can sign in any more. */
export async function hasAdminPassword(layout: Layout): Promise<boolean> {
  try {
    return (await readPasswords(layout)).has(ADMIN)
  } catch (error) {
    throw systemFailure(error, 'read', layout.passwords)
  }
}

/** The kept passwords of these users; those that are missing are generated and kept. */
export async function keepPasswords(layout: Layout, users: readonly string[]): Promise<Map<string, string>> {
  try {
    const passwords = await readPasswords(layout)
    const missing = users.filter((user) => !passwords.has(user))
    for (const user of missing) passwords.set(user, randomBytes(18).toString('base64url'))
    if (missing.length > 0) await writePasswords(layout, passwords)
    return passwords
  } catch (error) {
    throw systemFailure(error, 'keep passwords in', layout.passwords)
  }
}

async function readPasswords(layout: Layout): Promise<Map<string, string>> {
  try {
    return new Map(Object.entries(v.parse(Passwords, JSON.parse(await readFile(layout.passwords, 'utf8')))))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Map()
    throw error
  }
}

async function writePasswords(layout: Layout, passwords: Map<string, string>): Promise<void> {
  const making = `${layout.passwords}.new`
  await writeFile(making, `${JSON.stringify(Object.fromEntries(passwords), null, 2)}\n`, {mode: 0o600})
  await rename(making, layout.passwords)
}
