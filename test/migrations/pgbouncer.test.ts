import {spawn, spawnSync} from 'node:child_process'
import {chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, onTestFinished, test} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {createDatabase, session} from '../support/database.ts'
import {freePort} from '../support/free-port.ts'
import {needs} from '../support/needs.ts'
import {migrate, rejection, rows} from './support.ts'

const FILES = {
  '001_a.sql': 'CREATE TABLE a ()',
  '002_b.sql': 'CREATE TABLE b (); CREATE INDEX CONCURRENTLY ON b ((1))',
  '003_c.sql': 'CREATE TABLE c ()',
  '004_d.sql': 'CREATE TABLE d ()',
  '005_e.sql': 'CREATE TABLE e ()',
}

const installed = spawnSync('pgbouncer', ['--version']).status === 0

needs(installed, 'pgbouncer is not installed (Debian, Ubuntu: apt-get install pgbouncer)')

test('pgbouncer that pools transactions is refused with the cure', async () => {
  const address = await createDatabase()
  const pooled = await startPgbouncer(address, 'transaction')
  expect(await rejection(migrate(pooled, FILES))).toMatchObject({
    code: 'transaction_pooler',
    hint: expect.stringMatching(/PostgreSQL itself.*session mode/),
  })
  const client = await session(address)
  expect(await rows(client, "SELECT to_regclass('a') AS a")).toEqual([{a: null}])
  expect(
    await rows(
      client,
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    ),
  ).toEqual([])
}, 60_000)

test('pgbouncer that pools sessions is as good as none', async () => {
  const address = await createDatabase()
  const pooled = await startPgbouncer(address, 'session')
  expect(await migrate(pooled, FILES)).toEqual(['001', '002', '003', '004', '005'])
  expect(await migrate(pooled, FILES)).toEqual([])
}, 60_000)

async function startPgbouncer(to: Address, mode: 'transaction' | 'session'): Promise<Address> {
  const folder = mkdtempSync(join(tmpdir(), 'pgplumb-bouncer-'))
  const port = await freePort()
  const password = to.password ?? ''
  writeFileSync(join(folder, 'users.txt'), `"${to.user}" "${password}"\n`)
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
${to.database} = host=${to.host} port=${to.port} dbname=${to.database} user=${to.user}${password ? ` password=${password}` : ''}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
auth_file = ${join(folder, 'users.txt')}
pool_mode = ${mode}
default_pool_size = 4
ignore_startup_parameters = extra_float_digits,options
`,
  )
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? {uid: 65534, gid: 65534} : {}
  if (user.uid !== undefined)
    for (const path of [folder, ...['users.txt', 'pgbouncer.ini'].map((f) => join(folder, f))])
      chownSync(path, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const bouncer = spawn('pgbouncer', [join(folder, 'pgbouncer.ini')], {...user, cwd: folder, stdio: 'ignore'})
  onTestFinished(async () => {
    bouncer.kill('SIGKILL')
    rmSync(folder, {recursive: true, force: true})
  })
  const address = {...to, host: '127.0.0.1', port}
  for (let left = 100; ; left--)
    try {
      await withConnection(address, async () => {})
      return address
    } catch (error) {
      if (left === 0) throw error
      await sleep(50)
    }
}
