import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {chmod, mkdir} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join, resolve} from 'node:path'
import type {EmbeddedServer} from '../spec.ts'

/** The paths of one embedded server. Only `data` belongs to the user it runs as. */
export type Layout = {
  readonly home: string
  /** PGDATA. Exists only once initdb has finished. */
  readonly data: string
  readonly pidFile: string
  readonly conf: string
  readonly hba: string
  readonly log: string
  readonly passwords: string
}

export function layoutAt(home: string): Layout {
  const data = join(home, 'data')
  return {
    home,
    data,
    pidFile: join(data, 'postmaster.pid'),
    conf: join(home, 'postgresql.conf'),
    hba: join(home, 'pg_hba.conf'),
    log: join(home, 'server.log'),
    passwords: join(home, 'passwords.json'),
  }
}

/** Where pgplumb keeps what must not or cannot be kept in the project. */
export const privateRoot = (): string => (process.getuid?.() === 0 ? '/var/lib/pgplumb' : join(homedir(), '.pgplumb'))

export async function makePrivateRoot(): Promise<void> {
  await mkdir(privateRoot(), {recursive: true})
  // Whatever our umask is: the server of root is another user.
  await chmod(privateRoot(), 0o755)
}

/** For a project that the server's user cannot enter, such as /root/app: a home of its own, always the same. */
export function homeElsewhere(spec: EmbeddedServer): string {
  const path = resolve(spec.dataDir)
  return join(privateRoot(), `${spec.name}-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`)
}

/** Where the server may live, in order of preference. */
export const homes = (spec: EmbeddedServer): string[] => [resolve(spec.dataDir), homeElsewhere(spec)]

/** The layout of the server as it was made; undefined if it was not. */
export function findLayout(spec: EmbeddedServer): Layout | undefined {
  return homes(spec)
    .map(layoutAt)
    .find((layout) => existsSync(layout.data))
}
