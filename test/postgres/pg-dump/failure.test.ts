import {expect, test} from 'vitest'
import {dumpFailure} from '../../../src/postgres/pg-dump/failure.ts'
import {splitMessages, withoutPrefix} from '../../../src/postgres/pg-dump/stderr.ts'
import {createDatabase} from '../../support/database.ts'
import {createRole} from '../../support/role.ts'
import {WASM} from './collect.ts'

const failed = (address: Parameters<typeof dumpFailure>[0], stderr: string) =>
  dumpFailure(address, WASM, {messages: splitMessages(stderr), crash: null, options: {}})

test('finds the missing privilege though the server speaks another language', async () => {
  const user = await createRole()
  const address = await createDatabase('CREATE TABLE secret ()')
  const stderr =
    'pg_dump: error: query failed: FEHLER:  keine Berechtigung für Tabelle secret\n' +
    'pg_dump: detail: Query was: LOCK TABLE public.secret IN ACCESS SHARE MODE\n'
  expect(await failed({...address, user}, stderr)).toMatchObject({
    code: 'permission_denied',
    message: expect.stringContaining('may not read "public"."secret"'),
  })
  expect(await failed(address, stderr)).toMatchObject({code: 'pg_dump_failed'})
})

test('says how many locks there are, and the setting that makes room', async () => {
  const address = await createDatabase('CREATE TABLE a ()')
  const stderr =
    'pg_dump: error: query failed: ERROR:  out of shared memory\nHINT:  You might need to increase max_locks_per_transaction.'
  expect(await failed(address, stderr)).toMatchObject({
    code: 'out_of_locks',
    message: expect.stringMatching(/each of the 1 tables, and there is room for about \d+ locks/),
    hint: expect.stringMatching(/ALTER SYSTEM SET max_locks_per_transaction = \d+ and restart/),
  })
})

test('tells a full disk, an old pg_dump and a lost connection apart', async () => {
  const address = await createDatabase()
  const code = async (stderr: string) => (await failed(address, stderr)).code
  expect(await code('pg_dump: error: could not write to output file: No space left on device')).toBe('disk_full')
  expect(await code('pg_dump: error: aborting because of server version mismatch')).toBe('server_newer_than_pg_dump')
  expect(await code('pg_dump: error: query failed: server closed the connection unexpectedly')).toBe('connection_lost')
})

test('shows a message without its prefixes, and a long query shortened', () => {
  const lost = 'pg_dump: error: query failed: ERROR:  aHINT:  bpg_dump: detail: Query was: LOCK TABLE '
  expect(withoutPrefix(`${lost}${'x, '.repeat(9999)}`)).toMatch(
    /^query failed: ERROR: {2}a\nHINT: {2}b\nQuery was: LOCK TABLE [x, ]{150,200} …$/,
  )
})

test('cuts messages where the line ends were lost', () => {
  expect(splitMessages('pg_dump: warning: one twopg_dump: error: threepg_dump: detail: four')).toEqual([
    'pg_dump: warning: one two',
    'pg_dump: error: threepg_dump: detail: four',
  ])
})
