import {execFile} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {type Address, withDatabase} from '../../../src/postgres/address.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import type {PgDumpChoice} from '../../../src/postgres/pg-dump/choice.ts'
import {choosePgDump} from '../../../src/postgres/pg-dump/choose.ts'
import {dumpSchema} from '../../../src/postgres/pg-dump/dump.ts'
import type {DockerServer} from '../../../src/postgres/server/spec.ts'
import {startServer} from '../../../src/postgres/server/start.ts'
import {session} from '../../support/database.ts'
import {containerSpec, docker, hasEngine, removeContainer} from '../../support/docker.ts'
import {startNode} from '../../support/process.ts'
import {RICH_SCHEMA} from '../../support/rich-schema.ts'
import {collect, WASM, withoutNoise} from './collect.ts'

const NAME = 'a "rich" dbname=x ünï'
const PASSWORD = `top:secret's ${randomBytes(6).toString('hex')}`

describe.skipIf(!hasEngine)('the pg_dump in a container', {timeout: 60_000}, () => {
  let spec: DockerServer
  let address: Address
  let choice: PgDumpChoice

  beforeAll(async () => {
    spec = await containerSpec({settings: {fsync: 'off', wal_level: 'logical'}})
    const login = {user: 'dev', password: PASSWORD, database: NAME}
    const {version} = await startServer(spec, [login])
    address = {...login, host: '127.0.0.1', port: spec.port, tls: {mode: 'disable'}}
    await withConnection(address, (client) => client.query(RICH_SCHEMA))
    choice = await choosePgDump({
      serverMajor: Number.parseInt(version, 10),
      path: '',
      places: [],
      container: inside(),
    })
  }, 180_000)
  afterAll(() => removeContainer(spec))

  const inside = () => ({name: spec.container, host: '127.0.0.1', port: spec.port})
  /** The programs that run in the container, with their arguments. */
  const programs = async () => (await docker('top', spec.container, '-eo', 'pid,args')).split('\n')
  const dumps = async () => (await programs()).filter((line) => /pg_dump/.test(line) && !/postgres: /.test(line))
  /** Nothing of a dump is left, in the container or on the server. */
  const expectNothingLeft = async () => {
    await expect.poll(dumps, {timeout: 5000}).toEqual([])
    await withConnection(address, async (client) => {
      const {rows} = await client.query(
        "SELECT pid, query FROM pg_stat_activity WHERE application_name LIKE 'pgplumb pg_dump%'",
      )
      expect(rows).toEqual([])
    })
  }
  const lockUsers = async () => {
    const holder = await session(address)
    await holder.query('BEGIN; LOCK TABLE app.users IN ACCESS EXCLUSIVE MODE')
  }

  test('is found, and prints what the built-in one prints', async () => {
    expect(choice).toMatchObject({kind: 'container', container: inside()})
    const [theirs, ours] = [await collect(address, choice), await collect(address, WASM)]
    expect(theirs).toContain(`-- Dumped by pg_dump version ${choice.version}`)
    expect(theirs).toContain('ünïcode 🐘')
    expect(withoutNoise(ours)).toBe(withoutNoise(theirs))
    await expectNothingLeft()
  })

  test('prints what the installed one of its version prints', async (context) => {
    const installed = await choosePgDump({serverMajor: choice.major, path: process.env.PATH ?? ''})
    if (installed.kind !== 'installed') return context.skip(`no pg_dump ${choice.major} or newer is installed`)
    expect(withoutNoise(await collect(address, choice))).toBe(withoutNoise(await collect(address, installed)))
  })

  test('gets the password in its environment, and the process list does not show it', async () => {
    await lockUsers()
    const stop = new AbortController()
    const dump = expect(collect(address, choice, {signal: stop.signal})).rejects.toMatchObject({code: 'cancelled'})
    await expect.poll(async () => (await dumps()).length, {timeout: 5000}).toBeGreaterThan(0)
    const {stdout: here} = await promisify(execFile)('ps', ['-axww', '-o', 'args'])
    expect(here).toContain('docker exec')
    for (const shown of [here, ...(await programs())]) expect(shown).not.toContain(PASSWORD.slice(-12))
    stop.abort()
    await dump
    await expectNothingLeft()
  })

  test('signs in with it where the socket asks for one', async () => {
    const hba = '/var/lib/postgresql/data/pg_hba.conf'
    const reload = () => withConnection(address, (client) => client.query('SELECT pg_reload_conf()'))
    await docker('exec', spec.container, 'sed', '-i.before', 's/^local\\(.*\\) trust$/local\\1 scram-sha-256/', hba)
    onTestFinished(async () => {
      await docker('exec', spec.container, 'cp', `${hba}.before`, hba)
      await reload()
    })
    await reload()
    await sleep(200)
    await expect(docker('exec', spec.container, 'psql', '-wU', 'dev', '-d', 'postgres')).rejects.toThrow(/password/)
    expect(await collect(address, choice)).toContain('CREATE TABLE app.users')
  })

  test.each([0, 20, 60, 120, 250, 500])('cancelled after %d ms while a table is locked, leaves nothing', async (ms) => {
    await lockUsers()
    const stop = new AbortController()
    setTimeout(() => stop.abort(), ms)
    await expect(collect(address, choice, {signal: stop.signal})).rejects.toMatchObject({code: 'cancelled'})
    await sleep(500)
    await expectNothingLeft()
  })

  test('left early, leaves nothing', async () => {
    for await (const text of dumpSchema(address, choice)) {
      expect(text).toContain('PostgreSQL database dump')
      break
    }
    await expectNothingLeft()
  })

  test('ends when this process is killed', async () => {
    await lockUsers()
    const module = new URL('../../../src/postgres/pg-dump/dump.ts', import.meta.url).href
    const script = `
      const {dumpSchema} = await import(${JSON.stringify(module)})
      for await (const _ of dumpSchema(${JSON.stringify(address)}, ${JSON.stringify(choice)}));`
    const child = startNode(['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script])
    await expect.poll(async () => (await dumps()).length, {timeout: 10_000}).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await expectNothingLeft()
  })

  test('tells of missing privileges, held locks and wrong names', async () => {
    await withConnection(address, (client) => client.query('CREATE ROLE "the reader" LOGIN PASSWORD \'reads\''))
    await expect(collect({...address, user: 'the reader', password: 'reads'}, choice)).rejects.toMatchObject({
      code: 'permission_denied',
      message: expect.stringContaining('user "the reader" may not read'),
    })
    await expect(collect(address, choice, {schemas: ['nowhere']})).rejects.toMatchObject({code: 'no_such_object'})
    await expect(collect(withDatabase(address, 'nowhere'), choice)).rejects.toMatchObject({code: 'no_database'})
    await lockUsers()
    await expect(collect(address, choice, {lockTimeout: 50})).rejects.toMatchObject({code: 'lock_timeout'})
  })

  test('refuses to read another server, for it would read its own', async () => {
    await expect(collect({...address, port: spec.port + 1}, choice)).rejects.toMatchObject({code: 'bad_pg_dump'})
    await expect(collect({...address, host: 'elsewhere'}, choice)).rejects.toMatchObject({code: 'bad_pg_dump'})
  })

  test('a container that is stopped is named', async () => {
    await docker('stop', spec.container)
    const stopped = await choosePgDump({serverMajor: 17, path: '', places: [], container: inside()})
    expect(stopped).toMatchObject({
      kind: 'wasm',
      rejected: [{path: `${spec.container}:pg_dump`, reason: expect.stringContaining('not running')}],
    })
    await expect(collect(address, choice)).rejects.toMatchObject({message: expect.stringContaining('not running')})
  })
})
