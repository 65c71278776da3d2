import {randomBytes} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {Failure} from '../../../failure.ts'
import type {Address} from '../../address.ts'
import {withConnection} from '../../connect.ts'
import {ensureLogins} from '../ensure.ts'
import {isTaken, requireFreePort} from '../port.ts'
import type {DockerServer, ServerOptions, Started, Wanted} from '../spec.ts'
import {serverVersion} from '../version.ts'
import {docker} from './cli.ts'
import {type Container, inspect, requireSame} from './container.ts'
import {createContainer} from './create.ts'
import {waitUntilReady} from './ready.ts'

export async function startDocker(
  spec: DockerServer,
  wanted: readonly Wanted[],
  options: ServerOptions,
): Promise<Started> {
  const found = await inspect(spec, options)
  if (found) requireSame(spec, found)
  if (!found?.running) await requirePort(spec, options)
  const container = found ?? (await create(spec, wanted, options))
  if (!container.running) await start(spec, options)
  const admin = adminAddress(spec, container)
  await waitUntilReady(spec, admin, options)
  const version = await withConnection(admin, async (client) => {
    await ensureLogins(
      client,
      admin,
      wanted.map((login) => ({...login, password: login.password ?? container.password ?? ''})),
    )
    return serverVersion(client)
  })
  return {started: !container.running, port: spec.port, pid: null, version, pendingRestart: []}
}

async function create(spec: DockerServer, wanted: readonly Wanted[], options: ServerOptions): Promise<Container> {
  const {user = 'postgres', password, database = 'postgres'} = wanted[0] ?? {}
  const first = {user, password: password ?? randomBytes(18).toString('base64url'), database}
  await createContainer(spec, first, options)
  // It may be another process's, which has the name a while before it can be seen.
  for (let tries = 0; tries < 100; tries++) {
    const container = await inspect(spec, options)
    if (container) {
      requireSame(spec, container)
      return container
    }
    await sleep(100, undefined, options.signal ? {signal: options.signal} : {})
  }
  throw new Failure('docker_error', `the container ${spec.container} was removed while it was started`)
}

/** The port is free, or the container's own, for another process is just starting it. */
async function requirePort(spec: DockerServer, options: ServerOptions): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    if (!(await isTaken(spec.port))) return
    const container = await inspect(spec, options)
    if (!container) break
    if (container.running) return
    await sleep(100, undefined, options.signal ? {signal: options.signal} : {})
  }
  await requireFreePort(spec.port)
}

async function start(spec: DockerServer, options: ServerOptions): Promise<void> {
  options.onProgress?.(`starting the container ${spec.container}`)
  const {code, stderr} = await docker(['start', spec.container], options)
  if (code === 0) return
  // Some other program took it since we looked; then it can say who.
  if (/port is already allocated|address already in use/i.test(stderr)) await requireFreePort(spec.port)
  throw new Failure('docker_error', `docker cannot start the container ${spec.container}`, {detail: stderr.trim()})
}

function adminAddress(spec: DockerServer, container: Container): Address {
  return {
    host: '127.0.0.1',
    port: spec.port,
    database: 'postgres',
    user: container.user,
    password: container.password ?? '',
    tls: {mode: 'disable'},
  }
}
