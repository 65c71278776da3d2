import {randomBytes} from 'node:crypto'
import {createServer} from 'node:net'
import {describe, expect, onTestFinished, test} from 'vitest'
import type {Address} from '../../../../src/postgres/address.ts'
import {withConnection} from '../../../../src/postgres/connect.ts'
import {serverPassword} from '../../../../src/postgres/server/password.ts'
import type {DockerServer} from '../../../../src/postgres/server/spec.ts'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {serverState} from '../../../../src/postgres/server/state.ts'
import {stopServer} from '../../../../src/postgres/server/stop.ts'
import {session} from '../../../support/database.ts'
import {containerSpec, docker, noContainers, removeContainer} from '../../../support/docker.ts'
import {needs} from '../../../support/needs.ts'

const dev = {user: 'dev', password: "it's secret", database: 'trossapp_dev'}
const generated = {user: 'test_user', password: undefined, database: 'trossapp_test'}

async function dockerSpec(options: Partial<DockerServer> = {}): Promise<DockerServer> {
  const spec = await containerSpec(options)
  onTestFinished(() => removeContainer(spec))
  return spec
}

const someVolume = () => `pgplumb-test-${randomBytes(4).toString('hex')}`

const addressOf = (spec: DockerServer, login: typeof dev): Address => ({
  ...login,
  host: '127.0.0.1',
  port: spec.port,
  tls: {mode: 'disable'},
})

const keep = (spec: DockerServer) =>
  withConnection(addressOf(spec, dev), (client) => client.query('CREATE TABLE kept (id int)'))

const kept = (spec: DockerServer, login: typeof dev) =>
  withConnection(addressOf(spec, login), async (client) => {
    const {rowCount} = await client.query("SELECT FROM pg_class WHERE relname = 'kept'")
    return rowCount === 1
  })

test('without an engine, start and stop name the embedded alternative', async () => {
  const {DOCKER_HOST: host} = process.env
  process.env.DOCKER_HOST = 'tcp://127.0.0.1:1'
  onTestFinished(() => {
    if (host === undefined) delete process.env.DOCKER_HOST
    else process.env.DOCKER_HOST = host
  })
  const spec = await containerSpec()
  const failure = {code: 'no_docker', hint: expect.stringContaining('server: embedded')}
  await expect(startServer(spec, [dev])).rejects.toMatchObject(failure)
  await expect(stopServer(spec)).rejects.toMatchObject(failure)
  expect(await serverState(spec)).toMatchObject({state: 'unknown', reason: 'no Docker engine answers'})
  expect(await serverPassword(spec, 'dev')).toBe(undefined)
})

describe('with an engine', {timeout: 180_000}, () => {
  needs(noContainers === null, noContainers ?? '')

  test('absent, running, stopped, running again: with its data', async () => {
    const spec = await dockerSpec()
    expect(await serverState(spec)).toMatchObject({state: 'absent'})
    expect(await stopServer(spec)).toEqual({stopped: false})
    const started = await startServer(spec, [dev, generated])
    expect(started).toMatchObject({started: true, port: spec.port, version: expect.stringMatching(/^\d+/)})
    expect(await startServer(spec, [dev, generated])).toEqual({...started, started: false})
    expect(await serverState(spec)).toMatchObject({state: 'running', port: spec.port})
    await keep(spec)
    const password = (await serverPassword(spec, 'test_user')) ?? ''
    expect(await kept(spec, {...generated, password})).toBe(false)
    expect(await stopServer(spec)).toEqual({stopped: true})
    expect(await serverState(spec)).toMatchObject({state: 'stopped'})
    expect(await stopServer(spec)).toEqual({stopped: false})
    expect(await startServer(spec, [dev, generated])).toMatchObject({started: true})
    expect(await kept(spec, dev)).toBe(true)
  })

  test('further users and databases are made on a running server, and the port is open to this machine only', async () => {
    const spec = await dockerSpec()
    await startServer(spec, [dev])
    const another = {user: 'a "b" \'c\'', password: '$HOME `id` "\'', database: 'x y'}
    expect(await startServer(spec, [dev, another, generated])).toMatchObject({started: false})
    expect(await kept(spec, another)).toBe(false)
    expect(await docker('port', spec.container)).toBe(`5432/tcp -> 127.0.0.1:${spec.port}\n`)
  })

  test('stops at once though sessions are open, and leaves a clean shutdown', async () => {
    const spec = await dockerSpec()
    await startServer(spec, [dev])
    const client = await session(addressOf(spec, dev))
    const lost = new Promise((resolve) => client.on('error', resolve))
    const begin = Date.now()
    expect(await stopServer(spec)).toEqual({stopped: true})
    expect(Date.now() - begin).toBeLessThan(20_000)
    await lost
    await startServer(spec, [dev])
    expect(await docker('logs', spec.container)).not.toContain('not properly shut down')
  })

  test('a volume outlives its container and the password of that time', async () => {
    const spec = await dockerSpec({volume: someVolume()})
    await startServer(spec, [dev])
    await keep(spec)
    await docker('rm', '--force', spec.container)
    const changed = {...dev, password: 'changed'}
    await startServer(spec, [changed])
    expect(await kept(spec, changed)).toBe(true)
  })

  test('a container made from another config is refused, and left as it is', async () => {
    const spec = await dockerSpec()
    await startServer(spec, [dev])
    for (const [change, detail] of [
      [{settings: {}}, 'settings: fsync=off, not none'],
      [{port: spec.port + 1}, `port: ${spec.port}, not ${spec.port + 1}`],
      [{volume: 'some-volume'}, 'volume: none, not some-volume'],
      [{image: 'postgres:9'}, `image: ${spec.image}, not postgres:9`],
    ] as const)
      await expect(startServer({...spec, ...change}, [dev])).rejects.toMatchObject({code: 'container_differs', detail})
    expect(await serverState(spec)).toMatchObject({state: 'running'})
  })

  test('several starts at once make one container', async () => {
    const spec = await dockerSpec()
    // All are waited for: one that goes on after the test would make its container again.
    const starts = await Promise.allSettled([1, 2, 3].map(() => startServer(spec, [dev])))
    expect(starts).toEqual(starts.map(() => ({status: 'fulfilled', value: expect.objectContaining({port: spec.port})})))
    expect(await kept(spec, dev)).toBe(false)
  })

  test('a port in use is refused, before the container is made and after', async () => {
    const spec = await dockerSpec()
    const listen = async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(spec.port, '127.0.0.1', resolve))
      return () => new Promise((resolve) => server.close(resolve))
    }
    const free = await listen()
    await expect(startServer(spec, [dev])).rejects.toMatchObject({code: 'port_in_use'})
    expect(await serverState(spec)).toMatchObject({state: 'foreign'})
    await free()
    await startServer(spec, [dev])
    await stopServer(spec)
    const freeAgain = await listen()
    await expect(startServer(spec, [dev])).rejects.toMatchObject({code: 'port_in_use'})
    await freeAgain()
    expect(await startServer(spec, [dev])).toMatchObject({started: true})
  })

  test('an image that does not exist', async () => {
    const spec = await dockerSpec({image: 'localhost:1/no/such:image'})
    await expect(startServer(spec, [dev])).rejects.toMatchObject({code: 'image_missing'})
    expect(await serverState(spec)).toMatchObject({state: 'absent'})
    await expect(startServer({...spec, image: 'Not An Image'}, [dev])).rejects.toMatchObject({code: 'image_missing'})
  })

  test('a server that dies says why', async () => {
    const spec = await dockerSpec({settings: {work_mem: 'none'}})
    await expect(startServer(spec, [dev])).rejects.toMatchObject({
      code: 'server_died',
      detail: expect.stringContaining('work_mem'),
    })
  })
})
