import {spawn} from 'node:child_process'
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, onTestFinished, test} from 'vitest'
import {connect, withConnection} from '../../../../src/postgres/connect.ts'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {serverState} from '../../../../src/postgres/server/state.ts'
import {stopServer} from '../../../../src/postgres/server/stop.ts'
import {addressOf, embeddedSpec} from '../../../support/embedded.ts'

const dev = {user: 'dev', password: 'secret', database: 'dev'}

test('a server killed in the middle of its work is recovered, its busy sessions are ended, what was committed is there', async () => {
  const spec = await embeddedSpec({settings: {synchronous_commit: 'on'}})
  const {pid} = await startServer(spec, [dev])
  const client = await connect(addressOf(spec, 'dev', 'secret', 'dev'))
  await client.query('CREATE TABLE kept AS SELECT generate_series(1, 100000) AS id')
  // Does not look at its server while it computes.
  const busy = client.query("SELECT count(*) FROM regexp_matches(repeat('a', 30), '(a*)*(a*)*(a*)*b')").catch(() => {})
  const endless = client.query(`DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$`).catch(() => {})
  await sleep(100)
  process.kill(pid ?? 0, 'SIGKILL')
  await sleep(100)
  expect(await serverState(spec)).toMatchObject({state: 'stale', pid: null})

  const messages: string[] = []
  const again = await startServer(spec, [dev], {onProgress: (message) => messages.push(message)})
  expect(again).toMatchObject({started: true})
  expect(again.pid).not.toBe(pid)
  expect(messages.join('\n')).toContain('recovering')
  const {rows} = await withConnection(addressOf(spec, 'dev', 'secret', 'dev'), (client) =>
    client.query('SELECT count(*)::int AS n FROM kept'),
  )
  expect(rows).toEqual([{n: 100_000}])
  await Promise.all([busy, endless])
})

test('a pid file that names another program is no server', async () => {
  const spec = await embeddedSpec()
  await startServer(spec, [dev])
  const pidFile = join(spec.dataDir, 'data', 'postmaster.pid')
  const text = await readFile(pidFile, 'utf8')
  await stopServer(spec)
  const other = spawn('sleep', ['60'])
  onTestFinished(() => {
    other.kill()
  })
  await writeFile(pidFile, text.replace(/^\d+/, String(other.pid)))
  expect(await serverState(spec)).toMatchObject({state: 'stale', pid: null})
  expect(await stopServer(spec)).toEqual({stopped: false})
  expect(await startServer(spec, [dev])).toMatchObject({started: true})
  expect(other.exitCode).toBe(null)
})

test('data that were half made are made again', async () => {
  const spec = await embeddedSpec()
  const making = join(spec.dataDir, 'data.making.killed')
  await mkdir(join(making, 'base'), {recursive: true})
  await writeFile(join(making, 'PG_VERSION'), '18\n')
  expect(await serverState(spec)).toMatchObject({state: 'absent'})
  expect(await startServer(spec, [dev])).toMatchObject({started: true})
  expect(await readdir(spec.dataDir)).not.toContain('data.making.killed')
})

test('a server that dies at its start says why', async () => {
  const spec = await embeddedSpec({settings: {shared_preload_libraries: 'no_such_library'}})
  await expect(startServer(spec, [dev])).rejects.toMatchObject({
    code: 'server_died',
    detail: expect.stringContaining('no_such_library'),
    hint: expect.stringContaining('server.log'),
  })
  expect(await startServer({...spec, settings: {}}, [dev])).toMatchObject({started: true})
})

test.runIf(process.platform === 'linux')('a server whose folder was removed makes room for a new one', async () => {
  const spec = await embeddedSpec()
  const {pid} = await startServer(spec, [dev])
  await rm(spec.dataDir, {recursive: true})
  const again = await startServer(spec, [dev])
  expect(again).toMatchObject({started: true})
  expect(again.pid).not.toBe(pid)
})
