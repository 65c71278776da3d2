import {afterAll, beforeAll, expect, test} from 'vitest'
import type {Address, Tls} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {testServer} from '../support/database.ts'
import {certificate, startTlsServer, type TlsServer} from '../support/server.ts'

const HBA = `
hostnossl all tls_only   all reject
hostssl   all plain_only all reject
host      all locked     all scram-sha-256
host      all all        all trust
`
const SQL = `CREATE ROLE tls_only LOGIN; CREATE ROLE plain_only LOGIN; CREATE ROLE locked LOGIN PASSWORD 'open-sesame'`

let server: TlsServer
beforeAll(async () => {
  server = await startTlsServer(HBA, SQL)
})
afterAll(() => server.stop())

const ca = certificate('ca.pem')
const otherCa = certificate('other-ca.pem')

const usesTls = (tls: Tls, over: Partial<Address> = {}): Promise<boolean> =>
  withConnection({...server.address, ...over, tls}, async (client) => {
    const {rows} = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
    return rows[0].ssl
  })

test.each<[Tls, boolean]>([
  [{mode: 'disable'}, false],
  [{mode: 'allow'}, false],
  [{mode: 'prefer'}, true],
  [{mode: 'prefer', rootCert: otherCa}, true],
  [{mode: 'require'}, true],
  [{mode: 'require', rootCert: ca}, true],
  [{mode: 'verify-ca', rootCert: ca}, true],
  [{mode: 'verify-full', rootCert: ca}, true],
])('%j: TLS is %s', async (tls, expected) => {
  expect(await usesTls(tls)).toBe(expected)
})

test('allow and prefer take the other way where pg_hba.conf wants it', async () => {
  expect(await usesTls({mode: 'allow'}, {user: 'tls_only'})).toBe(true)
  expect(await usesTls({mode: 'prefer'}, {user: 'plain_only'})).toBe(false)
  await expect(usesTls({mode: 'disable'}, {user: 'tls_only'})).rejects.toMatchObject({code: 'not_allowed'})
  await expect(usesTls({mode: 'require'}, {user: 'plain_only'})).rejects.toMatchObject({code: 'not_allowed'})
})

test('a server without TLS', async () => {
  const {host, port} = testServer()
  expect(await usesTls({mode: 'prefer'}, {...testServer()})).toBe(false)
  await expect(usesTls({mode: 'require'}, {host, port})).rejects.toMatchObject({
    code: 'no_tls',
    message: expect.stringContaining('sslmode=require'),
  })
})

test.each<[Tls['mode'], string]>([
  ['require', otherCa],
  ['verify-ca', otherCa],
  ['verify-full', otherCa],
  ['verify-full', 'system'],
])('%s with another authority (%s) is refused', async (mode, rootCert) => {
  await expect(usesTls({mode, rootCert})).rejects.toMatchObject({
    code: 'untrusted_certificate',
    hint: expect.stringContaining(rootCert),
  })
})

test('verify-full refuses a certificate for another host, verify-ca does not look', async () => {
  const byIp = {host: '127.0.0.1'}
  await expect(usesTls({mode: 'verify-full', rootCert: ca}, byIp)).rejects.toMatchObject({code: 'wrong_certificate'})
  expect(await usesTls({mode: 'verify-ca', rootCert: ca}, byIp)).toBe(true)
})

test('certificate files that are missing are named', async () => {
  await expect(usesTls({mode: 'verify-ca'})).rejects.toMatchObject({code: 'no_root_certificate'})
  await expect(usesTls({mode: 'verify-ca', rootCert: '/gone.pem'})).rejects.toMatchObject({
    code: 'bad_certificate_file',
    message: 'cannot read the sslrootcert file /gone.pem',
  })
})

test('a wrong password and none are told apart, and neither is shown', async () => {
  const locked = {user: 'locked'}
  expect(await usesTls({mode: 'prefer'}, {...locked, password: 'open-sesame'})).toBe(true)
  const wrong: unknown = await usesTls({mode: 'prefer'}, {...locked, password: 'shut-sesame'}).catch((error) => error)
  expect(wrong).toMatchObject({code: 'wrong_password'})
  expect(JSON.stringify(wrong, Object.getOwnPropertyNames(wrong))).not.toContain('sesame')
  await expect(usesTls({mode: 'prefer'}, locked)).rejects.toMatchObject({code: 'no_password'})
})
