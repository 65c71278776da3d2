import {chmod, chown, mkdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {withConnection} from '../../../../src/postgres/connect.ts'
import {serverPassword} from '../../../../src/postgres/server/password.ts'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {serverState} from '../../../../src/postgres/server/state.ts'
import {stopServer} from '../../../../src/postgres/server/stop.ts'
import {addressOf, embeddedSpec, isRoot, startElsewhere} from '../../../support/embedded.ts'
import {needs} from '../../../support/needs.ts'

const NOBODY = 65534
const dev = {user: 'dev', password: undefined, database: 'dev'}

test('the data and the process belong to an ordinary user', async () => {
  const spec = await embeddedSpec()
  const {pid} = await startServer(spec, [dev])
  const {uid, mode} = await stat(join(spec.dataDir, 'data'))
  expect(uid).not.toBe(0)
  expect(mode & 0o777).toBe(0o700)
  if (process.platform === 'linux') expect((await stat(`/proc/${pid}`)).uid).toBe(uid)
})

describe('as root', () => {
  needs(isRoot, 'has to be run as root')

  test('in a project that no one else can enter: the data are elsewhere, a pointer says where', async () => {
    const spec = await embeddedSpec()
    const project = dirname(dirname(spec.dataDir))
    await chmod(project, 0o700)
    const {pid} = await startServer(spec, [dev])
    const home = (await readFile(join(spec.dataDir, 'location'), 'utf8')).trim()
    onTestFinished(async () => {
      await stopServer(spec)
      await rm(home, {recursive: true})
    })
    expect(home).toMatch(/^\/var\/lib\/pgplumb\//)
    expect(await serverState(spec)).toMatchObject({state: 'running', pid, dataDir: join(home, 'data')})
    const address = addressOf(spec, 'dev', (await serverPassword(spec, 'dev')) ?? '', 'dev')
    await withConnection(address, (client) => expect(client.query('SELECT')).resolves.toBeDefined())
    expect(await stopServer(spec)).toEqual({stopped: true})
    expect(await startServer(spec, [dev])).toMatchObject({started: true})
  })

  test('what an ordinary user started is seen, stopped and started again as that user', async () => {
    const spec = await embeddedSpec()
    const project = dirname(dirname(spec.dataDir))
    await chown(project, NOBODY, NOBODY)
    const started = Object(await startElsewhere(spec, NOBODY))
    expect(started).toMatchObject({started: true})
    expect((await stat(`/proc/${started.pid}`)).uid).toBe(NOBODY)
    expect(await serverState(spec)).toMatchObject({state: 'running', pid: started.pid})
    await stopServer(spec)
    const {pid} = await startServer(spec, [])
    expect((await stat(`/proc/${pid}`)).uid).toBe(NOBODY)
  })

  test('a folder that an ordinary user may not write', async () => {
    const spec = await embeddedSpec()
    await expect(startElsewhere(spec, NOBODY)).rejects.toThrow(/permission_denied/)
    await mkdir(spec.dataDir, {recursive: true})
    await expect(startElsewhere(spec, NOBODY)).rejects.toThrow(/permission_denied/)
  })

  test("another user's server", async () => {
    const spec = await embeddedSpec()
    await startServer(spec, [])
    await writeFile(join(dirname(spec.dataDir), 'marker'), '')
    await chown(spec.dataDir, NOBODY, NOBODY)
    await expect(startElsewhere(spec, NOBODY)).rejects.toThrow(/permission_denied/)
  })
})
