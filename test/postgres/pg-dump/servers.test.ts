import {execFile} from 'node:child_process'
import {chmod, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {promisify} from 'node:util'
import {afterAll, expect, onTestFinished, type TestContext, test} from 'vitest'
import {type Address, withDatabase} from '../../../src/postgres/address.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import type {PgDumpChoice} from '../../../src/postgres/pg-dump/choice.ts'
import {choosePgDump} from '../../../src/postgres/pg-dump/choose.ts'
import {dumpSchema} from '../../../src/postgres/pg-dump/dump.ts'
import {RICH_SCHEMA} from '../../support/rich-schema.ts'
import {startServer, type ThrowawayServer} from '../../support/throwaway-server.ts'
import {collect, WASM, withoutNoise} from './collect.ts'

const run = promisify(execFile)

type Installed = {
  readonly bin: string
  readonly major: number
  readonly address: Address
  readonly choice: PgDumpChoice
}
let installed: Promise<Installed | null> | undefined
let server: ThrowawayServer | undefined
afterAll(() => server?.stop())

/** A server and the pg_dump of one installed PostgreSQL. */
async function native(context: TestContext): Promise<Installed> {
  installed ??= start()
  return (await installed) ?? context.skip('no PostgreSQL server is installed in /usr/lib/postgresql')
}

async function start(): Promise<Installed | null> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => [])
  for (const version of versions) {
    const bin = join(root, version, 'bin')
    const programs = await readdir(bin)
    if (!programs.includes('initdb') || !programs.includes('pg_dump')) continue
    server = await startServer({bin, settings: ['wal_level=logical']})
    const major = Number(version)
    const choice = await choosePgDump({serverMajor: major, path: bin, places: []})
    const database = withDatabase(server.address, 'a "rich" dbname=x ünï')
    await withConnection(server.address, (client) => client.query('CREATE DATABASE "a ""rich"" dbname=x ünï"'))
    await withConnection(database, (client) => client.query(RICH_SCHEMA))
    return {bin, major, address: database, choice}
  }
  return null
}

test('the built-in and the installed pg_dump print the same', async (context) => {
  const {address, choice} = await native(context)
  expect(choice.kind).toBe('installed')
  const [theirs, ours] = [await collect(address, choice), await collect(address, WASM)]
  expect(theirs).toContain(`-- Dumped by pg_dump version ${choice.version}`)
  expect(withoutNoise(ours)).toBe(withoutNoise(theirs))
})

test('an installed pg_dump tells of missing privileges, held locks, wrong names and wrong passwords', async (context) => {
  const {address, choice} = await native(context)
  await withConnection(address, (client) => client.query('CREATE ROLE "the reader" LOGIN'))
  await expect(collect({...address, user: 'the reader'}, choice)).rejects.toMatchObject({
    code: 'permission_denied',
    message: expect.stringContaining('user "the reader" may not read'),
  })
  await expect(collect(address, choice, {schemas: ['nowhere']})).rejects.toMatchObject({code: 'no_such_object'})
  await expect(collect(withDatabase(address, 'nowhere'), choice)).rejects.toMatchObject({code: 'no_database'})
  await withConnection(address, async (holder) => {
    await holder.query('BEGIN; LOCK TABLE app.users IN ACCESS EXCLUSIVE MODE')
    await expect(collect(address, choice, {lockTimeout: 50})).rejects.toMatchObject({code: 'lock_timeout'})
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 200)
    await expect(collect(address, choice, {signal: stop.signal})).rejects.toMatchObject({code: 'cancelled'})
    const {rows} = await holder.query(
      "SELECT count(*)::int AS dumps FROM pg_stat_activity WHERE application_name LIKE 'pgplumb pg_dump%'",
    )
    expect(rows).toEqual([{dumps: 0}])
  })
})

test('passes on what pg_dump warns of', async (context) => {
  const {address, choice} = await native(context)
  await withConnection(address, async (client) => {
    await client.query("CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)")
    await client.query('CREATE ROLE subscriber LOGIN; GRANT pg_read_all_data TO subscriber')
  })
  const warnings: string[] = []
  await collect({...address, user: 'subscriber'}, choice, {onWarning: (message) => warnings.push(message)})
  expect(warnings).toEqual([expect.stringContaining('subscriptions not dumped')])
})

test('a pg_dump that crashes is named', async (context) => {
  const {address} = await native(context)
  const path = await script('pg_dump', 'echo "-- half a dump"; kill -SEGV $$')
  const choice: PgDumpChoice = {...WASM, kind: 'configured', path}
  await expect(collect(address, choice)).rejects.toMatchObject({
    code: 'pg_dump_crashed',
    message: expect.stringContaining('SIGSEGV'),
  })
  const gone: PgDumpChoice = {...choice, path: '/nowhere/pg_dump'}
  await expect(collect(address, gone)).rejects.toMatchObject({code: 'pg_dump_crashed'})
})

test('leaving the loop early ends the program', async (context) => {
  const {address} = await native(context)
  const path = await script('pg_dump', 'echo $$; exec sleep 60')
  for await (const pid of dumpSchema(address, {...WASM, kind: 'configured', path})) {
    expect(() => process.kill(Number(pid), 0)).not.toThrow()
    expect(pid).toMatch(/^\d+\n$/)
    break
  }
})

// Stands in for the docker program only: what it is asked to run, it runs with the variables it is told to pass.
const DOCKER = String.raw`
printf '%s\n' "$@" > "$(dirname "$0")/argv"
shift
[ "$1" != --interactive ] || shift
pass=" "
while [ "$1" = --env ]; do pass="$pass$2 "; shift 2; done
shift
for name in $(env | sed -n 's/^\(PG[A-Z]*\)=.*/\1/p'); do case "$pass" in *" $name "*) ;; *) unset "$name";; esac; done
export PGHOST=127.0.0.1 PGPORT=@port PATH=@bin:$PATH
exec "$@"`

test('runs the pg_dump within the container, without the password in its arguments', async (context) => {
  const {address, bin, major} = await native(context)
  const docker = await script('docker', DOCKER.replace('@port', String(address.port)).replace('@bin', bin))
  const {PATH: path = ''} = process.env
  process.env.PATH = `${join(docker, '..')}${delimiter}${path}`
  onTestFinished(() => {
    process.env.PATH = path
  })
  const container = {name: 'some-postgres', host: address.host, port: address.port}
  const choice = await choosePgDump({serverMajor: major, path: '', places: [], container})
  expect(choice).toMatchObject({kind: 'container', container, major})
  // From outside, the server is elsewhere than from within.
  const sql = await collect({...address, password: 'top:secret'}, choice)
  expect(sql).toContain('CREATE TABLE app.users')
  const argv = await readFile(join(docker, '..', 'argv'), 'utf8')
  expect(argv).not.toContain('secret')
  expect(argv.split('\n')).toEqual(expect.arrayContaining(['PGPASSWORD', 'PGDATABASE', 'some-postgres', 'pg_dump']))
})

async function script(name: string, body: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pgplumb-script-'))
  onTestFinished(() => rm(folder, {recursive: true}))
  const file = join(folder, name)
  await writeFile(file, `#!/bin/sh\n${body}\n`)
  await chmod(file, 0o755)
  return file
}

test('the built-in one signs in with a password over TLS', async (context) => {
  const subject = ['-subj', '/CN=localhost', '-days', '2', '-nodes', '-x509', '-newkey', 'rsa:2048']
  const found = await run('openssl', ['version']).catch(() => null)
  if (!found) return context.skip('openssl is not installed: no certificate for a TLS server')
  let rootCert = ''
  const tls = await startServer({
    settings: ['ssl=on'],
    hba: ['hostssl all all 127.0.0.1/32 scram-sha-256'],
    prepare: async (folder, own) => {
      const [key, cert] = [join(folder, 'server.key'), join(folder, 'server.crt')]
      await run('openssl', ['req', ...subject, '-keyout', key, '-out', cert])
      await chmod(key, 0o600)
      await Promise.all([own(key), own(cert)])
      rootCert = cert
    },
  })
  try {
    await withConnection(tls.address, (client) => client.query(RICH_SCHEMA.replace('CREATE PUBLICATION', '-- ')))
    const plain = await collect(tls.address)
    expect(plain).toContain('CREATE POLICY own')
    const verified: Address = {...tls.address, tls: {mode: 'verify-ca', rootCert}}
    expect(withoutNoise(await collect(verified))).toBe(withoutNoise(plain))
    await expect(collect({...tls.address, password: 'wrong'})).rejects.toMatchObject({code: 'wrong_password'})
  } finally {
    await tls.stop()
  }
})
