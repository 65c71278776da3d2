import {join} from 'node:path'
import {expect, test} from 'vitest'
import {resolveDatabase} from '../../src/project/databases.ts'
import {loadProject} from '../../src/project/load.ts'
import {redact} from '../../src/redact.ts'
import {temporaryFolder} from '../support/folder.ts'

async function project(config: string, env: Record<string, string> = {}, files: Record<string, string> = {}) {
  const root = temporaryFolder({'trossapp/pgplumb.yaml': config, ...files})
  return loadProject({cwd: join(root, 'trossapp'), env: {HOME: root, ...env}})
}

const TROSSAPP = `
databases:
  dev:  { server: embedded, port: 5433, database: trossapp_dev }
  test: { server: embedded, port: 5434, database: trossapp_test, user: test_user }
  prod: { url: "\${PROD_DATABASE_URL}", protected: true }
`

test('dev and test on servers of their own', async () => {
  const config = await project(TROSSAPP)
  expect(await resolveDatabase(config, 'test')).toEqual({
    name: 'test',
    server: {
      kind: 'embedded',
      name: 'server-5434',
      port: 5434,
      dataDir: join(config.root, '.pgplumb/server-5434'),
      settings: {},
    },
    address: {host: '127.0.0.1', port: 5434, database: 'trossapp_test', user: 'test_user', tls: {mode: 'disable'}},
    protected: false,
    disposable: true,
  })
})

test('a missing variable stops only the database that needs it', async () => {
  const config = await project(TROSSAPP)
  expect(await resolveDatabase(config, 'dev')).toMatchObject({address: {database: 'trossapp_dev'}})
  await expect(resolveDatabase(config, 'prod')).rejects.toMatchObject({
    code: 'missing_variable',
    message: expect.stringMatching(
      /pgplumb\.yaml:5:16 databases\.prod\.url: the variable PROD_DATABASE_URL is not set/,
    ),
    place: {line: 5, column: 16},
  })
})

test('variables come from the environment, then .env.local, then .env', async () => {
  const files = {
    'trossapp/.env': 'A=env-file\nB=env-file\nC=env-file\n',
    'trossapp/.env.local': 'A=local\nB=local\n',
  }
  const config = await project(
    `databases:\n  x: {url: "postgres://\${A}@\${B}/\${C}?application_name=\${D:-none}$\${E}"}`,
    {A: 'process'},
    files,
  )
  expect(await resolveDatabase(config, 'x')).toMatchObject({
    address: {user: 'process', host: 'local', database: 'env-file', applicationName: `none\${E}`},
  })
  expect(process.env.C).toBeUndefined()
})

test('a port may be a variable, and a default holds where it is not set', async () => {
  const config = await project(`databases:\n  dev: {port: "\${PORT:-6000}"}\n  next: {port: "\${PORT}"}`)
  expect(await resolveDatabase(config, 'dev')).toMatchObject({address: {port: 6000}})
  await expect(resolveDatabase(config, 'next')).rejects.toMatchObject({code: 'missing_variable'})
})

test('a wrong name gets the nearest one and the list', async () => {
  await expect(resolveDatabase(await project(TROSSAPP), 'tset')).rejects.toMatchObject({
    code: 'unknown_database',
    hint: 'did you mean test? there are dev, test, prod',
  })
})

test('ports that are not given are the next free ones, in order', async () => {
  const config = await project('databases:\n  a:\n  b: {port: 5434}\n  c: {server: docker}\n  d: {url: postgres://h/x}')
  const ports = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name) => (await resolveDatabase(config, name)).address.port),
  )
  expect(ports).toEqual([5433, 5434, 5435, 5432])
  expect(await resolveDatabase(config, 'a')).toMatchObject({address: {database: 'trossapp_a'}})
})

test('databases of one port share its server', async () => {
  const config = await project(`
databases:
  dev: {port: 6000, settings: {fsync: false}}
  test: {port: 6000, settings: {work_mem: 8MB}}`)
  const [dev, test] = await Promise.all(['dev', 'test'].map((name) => resolveDatabase(config, name)))
  expect(dev?.server).toEqual(test?.server)
  expect(dev?.server).toMatchObject({name: 'server-6000', settings: {fsync: 'off', work_mem: '8MB'}})
})

test('docker in both spellings', async () => {
  const config = await project(`
databases:
  a: {server: docker, image: "postgres:16", container: trossapp-postgres, volume: data, port: 6000}
  b: {server: {kind: docker}, password: sesame}`)
  expect(await resolveDatabase(config, 'a')).toMatchObject({
    server: {kind: 'docker', container: 'trossapp-postgres', image: 'postgres:16', volume: 'data', port: 6000},
    disposable: true,
  })
  expect(await resolveDatabase(config, 'b')).toMatchObject({
    server: {kind: 'docker', container: 'trossapp-b', image: 'postgres:18', volume: null, port: 5433},
    address: {password: 'sesame'},
  })
})

test('a URL alone, and keys that are stronger than the same in the url', async () => {
  const config = await project(`
databases:
  a: postgres://me@h:5/x
  b: {url: "postgres://me@h:5/x", user: you, database: y, sslmode: require, password: "\${PW:-hidden-secret}"}`)
  expect(await resolveDatabase(config, 'a')).toMatchObject({
    server: {kind: 'url'},
    address: {host: 'h', port: 5, user: 'me', database: 'x', tls: {mode: 'prefer'}},
  })
  expect((await resolveDatabase(config, 'b')).address).toEqual({
    host: 'h',
    port: 5,
    user: 'you',
    database: 'y',
    password: 'hidden-secret',
    tls: {mode: 'require'},
  })
  expect(redact('it said hidden-secret')).toBe('it said ***')
  expect(JSON.stringify(config)).not.toContain('hidden-secret')
})

test.each([
  ['postgres://h/x', false],
  ['postgres://localhost/x', true],
  ['postgres:///x?host=/tmp', true],
  ['{url: "postgres://127.0.0.1/x", protected: true}', false],
  ['{url: "postgres://h/x", disposable: true}', true],
  ['{url: "postgres://localhost/x", disposable: false}', false],
  ['{server: embedded}', true],
  ['{server: embedded, protected: true}', false],
])('%s: disposable is %s', async (written, disposable) => {
  const config = await project(`databases:\n  it: ${written}`)
  expect(await resolveDatabase(config, 'it')).toMatchObject({disposable})
})

test('without databases, the one that the environment names is the default', async () => {
  const config = await project('', {}, {'trossapp/.env': 'DATABASE_URL=postgres://me@h:5/x'})
  expect(config.databases.map(({name}) => name)).toEqual(['default'])
  expect(await resolveDatabase(config, 'default')).toMatchObject({address: {host: 'h', port: 5, user: 'me'}})
  expect((await project('', {PGHOST: 'h'})).databases).toMatchObject([{name: 'default', kind: 'url'}])
  expect((await project('', {PGUSER: 'me'})).databases).toMatchObject([{name: 'dev', kind: 'embedded'}])
})

test('a connection string instead of a name, with .env for the rest', async () => {
  const config = await project('', {}, {'trossapp/.env': 'PGPASSWORD=env-sesame'})
  expect(await config.resolveUrl('postgres://me:url-sesame@h/x')).toMatchObject({
    name: 'postgres://me@h:5432/x',
    address: {password: 'url-sesame'},
    disposable: false,
  })
  expect(await config.resolveUrl('host=/tmp user=me dbname=x')).toMatchObject({
    name: 'postgres://me@%2Ftmp:5432/x',
    address: {host: '/tmp', password: 'env-sesame'},
    disposable: true,
  })
})
