import {execFileSync, spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {createServer} from 'node:net'
import {describe, expect, onTestFinished, test} from 'vitest'
import {withConnection} from '../../../../src/postgres/connect.ts'
import {serverPassword} from '../../../../src/postgres/server/password.ts'
import type {DockerServer} from '../../../../src/postgres/server/spec.ts'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {serverState} from '../../../../src/postgres/server/state.ts'
import {stopServer} from '../../../../src/postgres/server/stop.ts'
import {freePort} from '../../../support/free-port.ts'
import {needs} from '../../../support/needs.ts'

const engine = spawnSync('docker', ['info'])
const hasEngine = engine.status === 0

const image = process.env.TEST_IMAGE ?? 'postgres:17'
// An ordinary run pulls no image; who names one wants it.
const hasImage = Boolean(process.env.TEST_IMAGE) || spawnSync('docker', ['image', 'inspect', image]).status === 0
const dev = {user: 'dev', password: "it's secret", database: 'trossapp_dev'}
const generated = {user: 'test_user', password: undefined, database: 'trossapp_test'}

async function dockerSpec(volume: string | null = null): Promise<DockerServer> {
  const container = `pgplumb-test-${randomBytes(4).toString('hex')}`
  onTestFinished(() => {
    spawnSync('docker', ['rm', '--force', '--volumes', container])
    if (volume) spawnSync('docker', ['volume', 'rm', volume])
  })
  return {kind: 'docker', container, image, port: await freePort(), volume, settings: {fsync: 'off'}}
}

const tables = async (spec: DockerServer, login: typeof dev) =>
  withConnection({...login, host: '127.0.0.1', port: spec.port, tls: {mode: 'disable'}}, async (client) => {
    const {rows} = await client.query("SELECT relname FROM pg_class WHERE relname = 'kept'")
    return rows
  })

describe('without an engine', () => {
  needs(!hasEngine, 'a Docker engine answers')

  test('start and stop name the embedded alternative', async () => {
    const spec = await dockerSpec()
    const failure = {code: 'no_docker', hint: expect.stringContaining('server: embedded')}
    await expect(startServer(spec, [dev])).rejects.toMatchObject(failure)
    await expect(stopServer(spec)).rejects.toMatchObject(failure)
    expect(await serverState(spec)).toMatchObject({state: 'unknown', reason: 'no Docker engine answers'})
    expect(await serverPassword(spec, 'dev')).toBe(undefined)
  })
})

describe('with an engine', {timeout: 180_000}, () => {
  needs(hasEngine, 'no Docker engine answers (docker info)')
  needs(hasImage, `the image ${image} is not here (docker pull ${image}, or TEST_IMAGE)`)

  test('absent, running, stopped, running again: with its data', async () => {
    const spec = await dockerSpec()
    expect(await serverState(spec)).toMatchObject({state: 'absent'})
    expect(await stopServer(spec)).toEqual({stopped: false})
    const started = await startServer(spec, [dev, generated])
    expect(started).toMatchObject({started: true, port: spec.port, version: expect.stringMatching(/^\d+/)})
    expect(await startServer(spec, [dev, generated])).toEqual({...started, started: false})
    expect(await serverState(spec)).toMatchObject({state: 'running', port: spec.port})
    await withConnection({...dev, host: '127.0.0.1', port: spec.port, tls: {mode: 'disable'}}, (client) =>
      client.query('CREATE TABLE kept (id int)'),
    )
    expect(await tables(spec, {...generated, password: (await serverPassword(spec, 'test_user')) ?? ''})).toEqual([])
    expect(await stopServer(spec)).toEqual({stopped: true})
    expect(await serverState(spec)).toMatchObject({state: 'stopped'})
    expect(await startServer(spec, [dev, generated])).toMatchObject({started: true})
    expect(await tables(spec, dev)).toEqual([{relname: 'kept'}])
  })

  test('a volume outlives its container and the password of that time', async () => {
    const spec = await dockerSpec(`pgplumb-test-${randomBytes(4).toString('hex')}`)
    await startServer(spec, [dev])
    await withConnection({...dev, host: '127.0.0.1', port: spec.port, tls: {mode: 'disable'}}, (client) =>
      client.query('CREATE TABLE kept (id int)'),
    )
    await expect(startServer({...spec, settings: {}}, [dev])).rejects.toMatchObject({code: 'container_differs'})
    execFileSync('docker', ['rm', '--force', spec.container])
    const changed = {...dev, password: 'changed'}
    await startServer(spec, [changed])
    expect(await tables(spec, changed)).toEqual([{relname: 'kept'}])
  })

  test('a port in use, an image that does not exist, a server that dies', async () => {
    const spec = await dockerSpec()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(spec.port, '127.0.0.1', resolve))
    await expect(startServer(spec, [dev])).rejects.toMatchObject({code: 'port_in_use'})
    server.close()
    await expect(startServer({...spec, image: 'localhost:1/no/such:image'}, [dev])).rejects.toMatchObject({
      code: 'image_missing',
    })
    await expect(startServer({...spec, settings: {work_mem: 'none'}}, [dev])).rejects.toMatchObject({
      code: 'server_died',
      detail: expect.stringContaining('work_mem'),
    })
  })
})
