import {expect, test} from 'vitest'
import {createArguments, parseContainer, requireSame} from '../../../../src/postgres/server/docker/container.ts'
import type {DockerServer} from '../../../../src/postgres/server/spec.ts'

const spec: DockerServer = {
  kind: 'docker',
  container: 'trossapp-postgres',
  image: 'postgres:17-alpine',
  port: 5433,
  volume: 'trossapp-data',
  settings: {max_connections: '50'},
}

/** What `docker container inspect` prints for it, as far as it is read. */
const inspected = [
  {
    State: {Running: true},
    Config: {
      Image: 'postgres:17-alpine',
      Env: ['POSTGRES_USER=dev', 'POSTGRES_PASSWORD=a=b', 'PATH=/usr/bin'],
      Cmd: ['-c', 'max_connections=50'],
    },
    HostConfig: {
      Binds: ['trossapp-data:/var/lib/postgresql/data'],
      PortBindings: {'5432/tcp': [{HostIp: '127.0.0.1', HostPort: '5433'}]},
    },
  },
]

test('the port is open to this machine only, and no password is an argument', () => {
  const args = createArguments(spec)
  expect(args).toContain('--publish=127.0.0.1:5433:5432')
  expect(args).toContain('--env=POSTGRES_PASSWORD')
  expect(args).toContain('--volume=trossapp-data:/var/lib/postgresql/data')
  expect(args.slice(-3)).toEqual(['postgres:17-alpine', '-c', 'max_connections=50'])
})

test('a container made from this config is the same', () => {
  const container = parseContainer(inspected)
  expect(container).toMatchObject({running: true, user: 'dev', password: 'a=b'})
  expect(() => requireSame(spec, container)).not.toThrow()
})

test.each([
  [{image: 'postgres:16'}, 'image: postgres:17-alpine, not postgres:16'],
  [{port: 5499}, 'port: 5433, not 5499'],
  [{volume: null}, 'volume: trossapp-data, not none'],
  [{settings: {}}, 'settings: max_connections=50, not none'],
])('a container made from another config: %o', (change, detail) => {
  expect(() => requireSame({...spec, ...change}, parseContainer(inspected))).toThrow(
    expect.objectContaining({code: 'container_differs', detail, hint: expect.stringContaining('docker rm --force')}),
  )
})
