import {execFile} from 'node:child_process'
import {mkdir, readFile, rm, stat, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {withConnection} from '../../../../src/postgres/connect.ts'
import {serverPassword} from '../../../../src/postgres/server/password.ts'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {serverState} from '../../../../src/postgres/server/state.ts'
import {stopServer} from '../../../../src/postgres/server/stop.ts'
import {addressOf, embeddedSpec, temporaryDirectory} from '../../../support/embedded.ts'

const dev = {user: 'dev "quoted"', password: "it's a\\ secret", database: 'trossapp dev'}
const generated = {user: 'test_user', password: undefined, database: 'trossapp_test'}

test('absent, running, stopped, running again: with its data', async () => {
  const spec = await embeddedSpec()
  expect(await serverState(spec)).toMatchObject({state: 'absent', pid: null})
  expect(await stopServer(spec)).toEqual({stopped: false})

  const started = await startServer(spec, [dev])
  expect(started).toMatchObject({started: true, port: spec.port, version: expect.stringMatching(/^18\.\d+$/)})
  expect(await serverState(spec)).toMatchObject({state: 'running', pid: started.pid, port: spec.port, version: '18'})
  expect(await startServer(spec, [dev])).toEqual({...started, started: false})
  const address = addressOf(spec, dev.user, dev.password, dev.database)
  await withConnection(address, (client) => client.query('CREATE TABLE kept (id int)'))

  expect(await stopServer(spec)).toEqual({stopped: true})
  expect(await serverState(spec)).toMatchObject({state: 'stopped', pid: null})
  expect(await startServer(spec, [dev])).toMatchObject({started: true})
  const {rowCount} = await withConnection(address, (client) => client.query('SELECT FROM kept'))
  expect(rowCount).toBe(0)
})

test('every wanted login is a superuser and owns its database, and no one comes in without a password', async () => {
  const spec = await embeddedSpec()
  await startServer(spec, [dev, generated])
  const password = await serverPassword(spec, generated.user)
  expect(password).toMatch(/^.{20,}$/)
  const query = `SELECT rolsuper, rolname, pg_encoding_to_char(encoding) AS encoding
    FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE datname = current_database()`
  for (const login of [dev, {...generated, password: password ?? ''}]) {
    const address = addressOf(spec, login.user, login.password, login.database)
    const {rows} = await withConnection(address, (client) => client.query(query))
    expect(rows).toEqual([{rolsuper: true, rolname: login.user, encoding: 'UTF8'}])
  }
  for (const user of [dev.user, generated.user, 'postgres', 'pgplumb_admin'])
    await expect(withConnection(addressOf(spec, user, 'guess', 'postgres'), async () => {})).rejects.toMatchObject({
      code: 'wrong_password',
    })
})

test('a changed password and a login dropped meanwhile are mended by the next start', async () => {
  const spec = await embeddedSpec()
  await startServer(spec, [dev, generated])
  await withConnection(addressOf(spec, dev.user, dev.password, 'postgres'), async (client) => {
    await client.query('DROP DATABASE trossapp_test')
    await client.query('DROP ROLE test_user')
  })
  await startServer(spec, [{...dev, password: 'new'}, generated])
  for (const login of [
    {...dev, password: 'new'},
    {...generated, password: await serverPassword(spec, 'test_user')},
  ]) {
    const address = addressOf(spec, login.user, login.password ?? '', login.database)
    await withConnection(address, (client) => expect(client.query('SELECT')).resolves.toBeDefined())
  }
})

test('lost passwords are made anew, without losing data', async () => {
  const spec = await embeddedSpec()
  await startServer(spec, [generated])
  await stopServer(spec)
  await rm(join(spec.dataDir, 'passwords.json'))
  expect(await startServer(spec, [generated])).toMatchObject({started: true})
  const password = (await serverPassword(spec, 'test_user')) ?? ''
  const address = addressOf(spec, 'test_user', password, 'trossapp_test')
  await withConnection(address, (client) => expect(client.query('SELECT')).resolves.toBeDefined())
})

test('no password is in arguments, settings or the log; the folder is invisible to git', async () => {
  const spec = await embeddedSpec({
    settings: {log_statement: 'all', log_min_duration_statement: '0', shared_preload_libraries: 'pg_stat_statements'},
  })
  const {pid} = await startServer(spec, [dev, generated])
  await startServer(spec, [{...dev, password: 'changed secret'}])
  const password = (await serverPassword(spec, 'test_user')) ?? '?'
  const statements = await withConnection(addressOf(spec, dev.user, 'changed secret', dev.database), async (client) => {
    await client.query('CREATE EXTENSION pg_stat_statements')
    return JSON.stringify((await client.query('SELECT query FROM pg_stat_statements')).rows)
  })
  const {stdout: command} = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)])
  const files = ['server.log', 'postgresql.conf', 'pg_hba.conf'].map((name) =>
    readFile(join(spec.dataDir, name), 'utf8'),
  )
  const texts = [command, statements, ...(await Promise.all(files))].join('\n')
  expect(texts).toContain('statement: SELECT')
  expect(statements).toContain('CREATE EXTENSION')
  for (const secret of [dev.password, "it''s", password, 'changed secret']) expect(texts).not.toContain(secret)
  expect((await stat(join(spec.dataDir, 'passwords.json'))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(spec.dataDir, '.gitignore'), 'utf8')).toBe('*\n')
})

test('the server is in a session of its own, so that no Ctrl-C in our terminal reaches it', async () => {
  const spec = await embeddedSpec()
  const {pid} = await startServer(spec, [])
  const {stdout} = await promisify(execFile)('ps', ['-o', 'sid=', '-p', String(pid)])
  expect(Number(stdout)).toBe(pid)
})

test('a start that is given up leaves no server', async () => {
  const spec = await embeddedSpec()
  for (const delay of [0, 100, 400, 600]) {
    const start = startServer(spec, [dev], {signal: AbortSignal.timeout(delay)})
    await start.catch((error) => expect(error.name).toMatch(/Abort|Timeout/))
  }
  expect((await serverState(spec)).state).not.toBe('starting')
  await startServer(spec, [dev])
  expect((await serverState(spec)).state).toBe('running')
})

test('a project that is entered through a symbolic link is the same project', async () => {
  const spec = await embeddedSpec()
  const link = join(await temporaryDirectory(), 'link')
  await mkdir(spec.dataDir, {recursive: true})
  await symlink(spec.dataDir, link)
  const {pid} = await startServer({...spec, dataDir: link}, [])
  expect(await serverState(spec)).toMatchObject({state: 'running', pid})
  expect(await startServer(spec, [])).toMatchObject({started: false, pid})
})
