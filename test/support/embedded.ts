import {spawn} from 'node:child_process'
import {chmod, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {onTestFinished} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import type {EmbeddedServer} from '../../src/postgres/server/spec.ts'
import {stopServer} from '../../src/postgres/server/stop.ts'
import {freePort} from './free-port.ts'

export const isRoot = process.getuid?.() === 0

/** A directory of the test's own, which every user may enter. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pgplumb-test-'))
  await chmod(directory, 0o755)
  onTestFinished(() => rm(directory, {recursive: true, force: true}))
  return directory
}

/** An embedded server of the test's own, not started; stopped when the test ends. */
export async function embeddedSpec(options: Partial<EmbeddedServer> = {}): Promise<EmbeddedServer> {
  const directory = await temporaryDirectory()
  const port = await freePort()
  const spec: EmbeddedServer = {
    kind: 'embedded',
    name: String(port),
    dataDir: join(directory, '.pgplumb', `server-${port}`),
    port,
    settings: {fsync: 'off'},
    ...options,
  }
  onTestFinished(async () => {
    await stopServer(spec)
  })
  return spec
}

export const addressOf = (spec: EmbeddedServer, user: string, password: string, database: string): Address => ({
  host: '127.0.0.1',
  port: spec.port,
  user,
  password,
  database,
  tls: {mode: 'disable'},
})

/** Starts the server in another process, optionally as another user; resolves to what startServer returned. */
export function startElsewhere(spec: EmbeddedServer, uid?: number): Promise<unknown> {
  const script = fileURLToPath(new URL('start-server.ts', import.meta.url))
  const tsx = import.meta.resolve('tsx')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', tsx, script, JSON.stringify(spec)], {
      ...(uid === undefined ? {} : {uid, gid: uid}),
      env: {PATH: process.env.PATH, TSX_DISABLE_CACHE: '1'},
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(stdout)) : reject(new Error(stderr))))
  })
}
