import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test, vi} from 'vitest'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {loadProject} from '../../src/project/load.ts'
import {reset, resettable} from '../../src/workspace/reset.ts'
import {startServer} from '../support/throwaway-server.ts'

async function project() {
  const {address, stop} = await startServer()
  const root = await mkdtemp(join(tmpdir(), 'pgplumb-test-'))
  onTestFinished(async () => {
    await stop()
    await rm(root, {recursive: true, force: true})
  })
  const write = async (schema: string) => {
    await mkdir(join(root, 'sql'), {recursive: true})
    await writeFile(join(root, 'sql/schema.sql'), schema)
  }
  const url = `postgres://postgres@127.0.0.1:${address.port}/app`
  await writeFile(join(root, 'pgplumb.yaml'), `databases:\n  dev: {url: "${url}"}\n`)
  const again = async (options = {}) => {
    const workspace = {project: await loadProject({cwd: root, env: {}, warn: () => {}}), env: {}}
    return reset(workspace, await resettable(workspace, 'dev'), options)
  }
  return {server: address, app: withDatabase(address, 'app'), write, again}
}

const query = (address: Address, sql: string): Promise<string[][]> =>
  withConnection(address, async (client) => (await client.query({text: sql, rowMode: 'array'})).rows)

const databases = async (server: Address, pattern: string): Promise<string[]> =>
  (await query(server, `SELECT datname FROM pg_database WHERE datname ~ '${pattern}'`)).flat()

test('every reset makes the database new, also from the spare; the old ones go', {timeout: 60_000}, async () => {
  const {server, app, write, again} = await project()
  await write('CREATE TABLE users (id integer PRIMARY KEY);')
  expect(await again()).toMatchObject({ranSchema: true})
  expect(await databases(server, '_spare$')).toEqual([])
  for (let round = 0; round < 3; round++) {
    await query(app, 'INSERT INTO users VALUES (1)')
    expect(await again()).toMatchObject({ranSchema: false})
    expect(await query(app, 'SELECT FROM users')).toEqual([])
    await vi.waitFor(async () => expect(await databases(server, '_spare$')).toHaveLength(1), 20_000)
  }
  await vi.waitFor(async () => expect(await databases(server, '^pgplumb_(old|new)_')).toEqual([]), 20_000)
})

test('a spare is of its schema only', {timeout: 60_000}, async () => {
  const {server, app, write, again} = await project()
  await write('CREATE TABLE users (id integer PRIMARY KEY);')
  await again()
  await again()
  await vi.waitFor(async () => expect(await databases(server, '_spare$')).toHaveLength(1), 20_000)
  await write('CREATE TABLE users (id integer PRIMARY KEY, email text);')
  expect(await again()).toMatchObject({ranSchema: true})
  expect(await query(app, 'SELECT email FROM users')).toEqual([])
})

test('a session in the database stops a reset, and is ended by force', {timeout: 60_000}, async () => {
  const {app, write, again} = await project()
  await write('CREATE TABLE users (id integer PRIMARY KEY);')
  await again()
  await withConnection(app, async (client) => {
    await client.query('INSERT INTO users VALUES (1)')
    await expect(again()).rejects.toMatchObject({code: 'sessions_connected'})
    expect((await client.query('SELECT FROM users')).rowCount).toBe(1)
    await again({force: true})
  })
  expect(await query(app, 'SELECT FROM users')).toEqual([])
})

test('the settings of the database come with it, from a copy and from the spare', {timeout: 60_000}, async () => {
  const {server, app, write, again} = await project()
  await write(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = "$user", public, ext', current_database()); END $$;`,
  )
  for (let round = 0; round < 3; round++) {
    await again()
    expect(await query(app, 'SHOW search_path')).toEqual([['"$user", public, ext']])
    if (round > 0) await vi.waitFor(async () => expect(await databases(server, '_spare$')).toHaveLength(1), 20_000)
  }
})
