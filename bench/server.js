// Throw-away servers of the installed PostgreSQL. What is measured on them reads only, so their disk is not waited for.
import {execFileSync, spawn} from 'node:child_process'
import {once} from 'node:events'
import {chownSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

/** Starts a server from the programs in `bin`. `env` is for libpq programs; a `durable` one waits for its disk. */
export async function startNative(bin, {durable = false} = {}) {
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? {uid: 65534, gid: 65534} : {}
  const folder = mkdtempSync(join(tmpdir(), 'pgplumb-bench-'))
  if (user.uid) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '-A', 'trust']
  execFileSync(join(bin, 'initdb'), initdb, {...user, cwd: folder, stdio: 'ignore'})
  const port = await freePort()
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-k',
    folder,
    '-c',
    `fsync=${durable ? 'on' : 'off'}`,
    // A dump of 6,000 tables locks each of them, and other tools their indexes and sequences too.
    '-c',
    'max_locks_per_transaction=1024',
  ]
  const server = spawn(join(bin, 'postgres'), args, {...user, cwd: folder, stdio: 'ignore'})
  const exit = once(server, 'exit')
  await ready(data)
  return {
    env: {PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres'},
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    stop: async () => {
      server.kill('SIGQUIT')
      await exit
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

/** The server writes its state into the last line of its pid file. */
async function ready(data) {
  for (let left = 200; left > 0; left--) {
    try {
      if (readFileSync(join(data, 'postmaster.pid'), 'utf8').trimEnd().endsWith('ready')) return
    } catch (error) {
      if (error.code !== 'ENOENT') throw error
    }
    await sleep(50)
  }
  throw new Error(`the server in ${data} did not start`)
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const {port} = probe.address()
  probe.close()
  return port
}
