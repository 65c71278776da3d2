import {readdir, readFile, readlink} from 'node:fs/promises'
import {connect, createServer} from 'node:net'
import {basename, join} from 'node:path'
import {Failure} from '../../failure.ts'
import {commandOf, processIds} from './processes.ts'
import {errorCode} from './system-failure.ts'

/** @throws Failure `port_in_use`, naming what holds the port as far as it can be told, and a free one. */
export async function requireFreePort(port: number): Promise<void> {
  if (!(await isTaken(port))) return
  const holder = await describeHolder(port)
  const free = await freePortAfter(port)
  throw new Failure('port_in_use', `port ${port} is in use by ${holder}`, {
    hint: `stop that, or choose another port in the config${free ? ` (${free} is free)` : ''}`,
  })
}

/** Whether anything on this machine listens there. */
export async function isTaken(port: number): Promise<boolean> {
  // macOS lets us listen on 127.0.0.1 beside one who listens on every address: so knock first.
  return (await answers(port)) || !(await canListen(port))
}

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({port, host: '127.0.0.1', timeout: 1000})
    const done = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('connect', () => done(true))
    socket.on('error', () => done(false))
    socket.on('timeout', () => done(true))
  })
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // A port we may not use is not taken: the server will say what is wrong with it.
    server.on('error', (error) => resolve(errorCode(error) !== 'EADDRINUSE'))
    server.listen({port, host: '127.0.0.1', exclusive: true}, () => server.close(() => resolve(true)))
  })
}

async function freePortAfter(port: number): Promise<number | undefined> {
  for (let next = port + 1; next < Math.min(port + 100, 65536); next++) if (!(await isTaken(next))) return next
  return undefined
}

/** Who listens at the port: the PostgreSQL server with its data directory, the program, or `another program`. */
export async function describeHolder(port: number): Promise<string> {
  const pid = await listenerOf(port)
  if (pid === undefined) return (await describeServerAt(port)) ?? 'another program'
  const command = await commandOf(pid)
  return describeServer(pid, command) ?? `process ${pid}${command[0] ? ` (${basename(command[0])})` : ''}`
}

function describeServer(pid: number, command: readonly string[]): string | undefined {
  const data = command[command.indexOf('-D') + 1]
  if (!command[0]?.includes('postgres') || !data) return undefined
  return `the PostgreSQL server with the data in ${data} (process ${pid})`
}

/** In a container root may not look into other users' processes, but it sees their arguments. */
async function describeServerAt(port: number): Promise<string | undefined> {
  for (const pid of await processIds()) {
    const command = await commandOf(pid)
    const server = describeServer(pid, command)
    if (!server) continue
    const pidFile = join(command[command.indexOf('-D') + 1] ?? '', 'postmaster.pid')
    const text = await readFile(pidFile, 'utf8').catch(() => '')
    if (Number(text.split('\n')[3]) === port) return server
  }
  return undefined
}

/** Linux only, and only for processes we may look into. */
async function listenerOf(port: number): Promise<number | undefined> {
  const sockets = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (await readFile(table, 'utf8').catch(() => '')).split('\n')) {
      const fields = line.trim().split(/\s+/)
      const [, local = '', , state] = fields
      if (state === '0A' && Number.parseInt(local.split(':')[1] ?? '', 16) === port)
        sockets.add(`socket:[${fields[9]}]`)
    }
  }
  if (sockets.size === 0) return undefined
  for (const pid of await processIds()) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => []))
      if (sockets.has(await readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''))) return pid
  }
  return undefined
}
