import {chmodSync, mkdirSync, writeFileSync} from 'node:fs'
import {userInfo} from 'node:os'
import {join} from 'node:path'
import {beforeEach, expect, test} from 'vitest'
import {childEnvironment, pgEnvironment} from '../../../src/postgres/conninfo/environment.ts'
import type {Env} from '../../../src/postgres/conninfo/params.ts'
import {parseConnectionString} from '../../../src/postgres/conninfo/parse.ts'
import {type AddressRequest, resolveAddress} from '../../../src/postgres/conninfo/resolve.ts'
import {temporaryFolder} from '../../support/folder.ts'

let home = ''
beforeEach(() => {
  home = temporaryFolder()
})

const resolve = (env: Env, request: Omit<AddressRequest, 'env'> = {}) =>
  resolveAddress({...request, env: {HOME: home, ...env}})

test("without a word, libpq's defaults", async () => {
  const {username} = userInfo()
  expect(await resolve({})).toEqual({
    host: 'localhost',
    port: 5432,
    user: username,
    database: username,
    tls: {mode: 'prefer'},
  })
})

test('the order is flag, config, DATABASE_URL, PG*, service', async () => {
  writeFileSync(
    join(home, '.pg_service.conf'),
    '# ours\n[mine]\nhost=service\nport=1\nuser=service\ndbname=service\noptions=-c a=b\n',
  )
  const env = {PGSERVICE: 'mine'}
  expect(await resolve(env)).toMatchObject({host: 'service', port: 1, user: 'service', options: '-c a=b'})
  const withPg = {...env, PGHOST: 'pg', PGUSER: 'pg'}
  expect(await resolve(withPg)).toMatchObject({host: 'pg', port: 1, user: 'pg', database: 'service'})
  const withUrl = {...withPg, DATABASE_URL: 'postgres://url/url'}
  expect(await resolve(withUrl)).toMatchObject({host: 'url', user: 'pg', database: 'url'})
  const config = parseConnectionString('postgres://config@config:5/config')
  expect(await resolve(withUrl, {config})).toMatchObject({host: 'config', port: 5, user: 'config', database: 'config'})
  expect(await resolve(withUrl, {config, flags: {user: 'flag'}})).toMatchObject({host: 'config', user: 'flag'})
})

test('the password of DATABASE_URL does not go to another server', async () => {
  const env = {DATABASE_URL: 'postgres://me:mine@here/db'}
  expect(await resolve(env, {config: {host: 'there', user: 'me'}})).not.toHaveProperty('password')
  expect(await resolve(env, {flags: {dbname: 'other'}})).toMatchObject({
    host: 'here',
    database: 'other',
    password: 'mine',
  })
})

test('a service named in a connection string is stronger than PG*', async () => {
  const file = join(home, 'services')
  writeFileSync(file, '[a]\nhost=wrong\n[b]\nhost=right\nport=7\npassword = p w\n[c]\nhost=wrong\n')
  const config = parseConnectionString('postgres://?service=b&port=8')
  const address = await resolve({PGSERVICEFILE: file, PGHOST: 'pg'}, {config})
  expect(address).toMatchObject({host: 'right', port: 8, password: 'p w'})
})

test('a service that does not exist, and a file that cannot be used, are named', async () => {
  await expect(resolve({PGSERVICE: 'gone'})).rejects.toMatchObject({
    code: 'no_service',
    message: expect.stringContaining('"gone"'),
  })
  const file = join(home, 'services')
  writeFileSync(file, '[a]\n\nnonsense=1\n')
  await expect(resolve({PGSERVICE: 'a', PGSERVICEFILE: file})).rejects.toMatchObject({
    code: 'bad_service_file',
    place: {file, line: 3},
  })
})

test('the password file answers with its first line that matches', async () => {
  const file = join(home, '.pgpass')
  writeFileSync(file, '# a comment\nother:5432:db:me:no\nh:*:db:me:sec\\:ret\n*:*:*:*:later-one\n', {mode: 0o600})
  const at = (host: string) => resolve({}, {config: {host, dbname: 'db', user: 'me'}})
  expect(await at('h')).toMatchObject({password: 'sec:ret'})
  expect(await at('unknown')).toMatchObject({password: 'later-one'})
  expect(await resolve({PGPASSWORD: 'env'}, {config: {host: 'h', dbname: 'db', user: 'me'}})).toMatchObject({
    password: 'env',
  })
})

test('a password file that others may read is not used, and said', async ({skip}) => {
  skip(process.platform === 'win32', 'Windows has no file modes')
  const file = join(home, 'pass')
  writeFileSync(file, '*:*:*:*:open-secret\n')
  chmodSync(file, 0o644)
  const warnings: string[] = []
  const address = await resolve({PGPASSFILE: file}, {warn: (message) => warnings.push(message)})
  expect(address).not.toHaveProperty('password')
  expect(warnings).toEqual([expect.stringContaining('chmod 600')])
})

test('certificates are those of ~/.postgresql unless told', async () => {
  mkdirSync(join(home, '.postgresql'))
  writeFileSync(join(home, '.postgresql', 'root.crt'), '')
  expect((await resolve({})).tls).toEqual({mode: 'prefer', rootCert: join(home, '.postgresql', 'root.crt')})
  expect((await resolve({PGSSLROOTCERT: '/ca.pem', PGSSLMODE: 'verify-ca'})).tls).toEqual({
    mode: 'verify-ca',
    rootCert: '/ca.pem',
  })
  expect((await resolve({PGSSLROOTCERT: 'system'})).tls).toEqual({mode: 'verify-full', rootCert: 'system'})
})

test.each([
  [{PGPORT: 'x'}, /port "x" is not a whole number/],
  [{PGPORT: '70000'}, /1 to 65535/],
  [{PGSSLMODE: 'verify_full'}, /sslmode "verify_full" is unknown/],
  [{PGSSLMODE: 'require', PGSSLROOTCERT: 'system'}, /needs sslmode=verify-full/],
  [{PGHOST: 'a,b'}, /several hosts/],
  [{PGCONNECT_TIMEOUT: '-1'}, /connect_timeout/],
])('%j is refused', async (env, message) => {
  await expect(resolve(env)).rejects.toMatchObject({code: 'bad_address', message: expect.stringMatching(message)})
})

test('pg_dump gets the same address and none of the other PG*', async () => {
  const address = await resolve(
    {PGPASSWORD: 'sesame-street'},
    {
      config: parseConnectionString(
        'postgres://me@h:5/db?sslmode=require&sslrootcert=/ca&options=-c%20a%3Db&connect_timeout=3',
      ),
    },
  )
  expect(pgEnvironment(address)).toEqual({
    PGHOST: 'h',
    PGPORT: '5',
    PGDATABASE: 'db',
    PGUSER: 'me',
    PGPASSWORD: 'sesame-street',
    PGSSLMODE: 'require',
    PGSSLROOTCERT: '/ca',
    PGGSSENCMODE: 'disable',
    PGOPTIONS: '-c a=b',
    PGCONNECT_TIMEOUT: '3',
  })
  const child = childEnvironment({PATH: '/bin', PGSERVICE: 'x', PGHOSTADDR: '1.1.1.1', DATABASE_URL: 'x'}, address)
  expect(child).toEqual({PATH: '/bin', ...pgEnvironment(address)})
})
