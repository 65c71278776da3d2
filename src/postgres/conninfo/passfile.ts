import {readFile, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {home} from './home.ts'
import type {Env} from './params.ts'

export type PasswordQuestion = {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

/**
 * The password of the first line that matches in the password file, https://www.postgresql.org/docs/current/libpq-pgpass.html.
 * A file that others may read is not used, which `warn` is told.
 */
export async function readPassword(
  question: PasswordQuestion,
  file: string,
  warn: (message: string) => void,
): Promise<string | undefined> {
  const text = await readOwnFile(file, warn)
  if (text === null) return undefined
  const {default: pgpass} = await import('pgpass/lib/helper.js')
  // libpq looks up the default socket directory as localhost.
  const hosts = question.host.startsWith('/') ? [question.host, 'localhost'] : [question.host]
  for (const line of text.split(/\r?\n/)) {
    const entry = line.startsWith('#') ? null : pgpass.parseLine(line)
    if (!entry || !pgpass.isValidEntry(entry)) continue
    for (const host of hosts) if (pgpass.match({...question, host}, entry)) return entry.password
  }
  return undefined
}

/** PGPASSFILE, or the place that libpq looks in. */
export function passwordFile(env: Env): string {
  if (env.PGPASSFILE) return env.PGPASSFILE
  return process.platform === 'win32'
    ? join(env.APPDATA ?? home(env), 'postgresql', 'pgpass.conf')
    : join(home(env), '.pgpass')
}

async function readOwnFile(file: string, warn: (message: string) => void): Promise<string | null> {
  const stats = await stat(file).catch(() => null)
  if (!stats) return null
  if (!stats.isFile()) {
    warn(`the password file ${file} is not a plain file, so it is not used`)
    return null
  }
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
    warn(`the password file ${file} can be read by others, so it is not used; chmod 600 it`)
    return null
  }
  try {
    return await readFile(file, 'utf8')
  } catch {
    warn(`the password file ${file} cannot be read`)
    return null
  }
}
