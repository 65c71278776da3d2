import {expect, test} from 'vitest'
import {parseConnectionString} from '../../../src/postgres/conninfo/parse.ts'

const failure = (text: string) => {
  try {
    parseConnectionString(text)
  } catch (error) {
    return error
  }
  return null
}

test.each([
  ['postgres://', {}],
  ['postgresql://localhost', {host: 'localhost'}],
  ['postgres://h:5433/app', {host: 'h', port: '5433', dbname: 'app'}],
  ['postgres://me@/app', {user: 'me', dbname: 'app'}],
  ['postgres://me:s%40%2Fcret@h/a%20b', {user: 'me', password: 's@/cret', host: 'h', dbname: 'a b'}],
  ['postgres://me:wh?t@h/a', {user: 'me', password: 'wh?t', host: 'h', dbname: 'a'}],
  ['postgres://[::1]:5433/app', {host: '::1', port: '5433', dbname: 'app'}],
  ['postgres://%2Fvar%2Frun:5433/app', {host: '/var/run', port: '5433', dbname: 'app'}],
  ['postgres:///app?host=/var/run&port=5433', {dbname: 'app', host: '/var/run', port: '5433'}],
  [
    'postgres://h/a?sslmode=verify-full&sslrootcert=/ca.pem&options=-c%20search_path%3Dx&connect_timeout=3',
    {
      host: 'h',
      dbname: 'a',
      sslmode: 'verify-full',
      sslrootcert: '/ca.pem',
      options: '-c search_path=x',
      connect_timeout: '3',
    },
  ],
  ['postgres://h/a?application_name=a+b', {host: 'h', dbname: 'a', application_name: 'a+b'}],
  ['postgres://h/a?ssl=true', {host: 'h', dbname: 'a', sslmode: 'require'}],
  ['postgres://h/a?schema=public&channel_binding=require', {host: 'h', dbname: 'a'}],
  ["host=h password='it\\'s \\\\ here' dbname = a", {host: 'h', password: "it's \\ here", dbname: 'a'}],
  ["host='' user=me", {user: 'me'}],
])('%s', (text, expected) => {
  const params = Object.entries(parseConnectionString(text)).filter(([, value]) => value !== '')
  expect(Object.fromEntries(params)).toEqual(expected)
})

test.each([
  ['postgres://a:1,b:2/x', /several hosts/],
  ['host=a,b', /several hosts/],
  ['mysql://h/x', /postgres:\/\/, not mysql:/],
  ['jdbc:postgresql://h/x', /postgres:\/\/, not jdbc:/],
  ['postgres://h/x?sslmod=require', /unknown parameter "sslmod"/],
  ['postgres://h/x?sslmode', /no value/],
  ['postgres://h:port/x', /host and port/],
  ['postgres://me:100%@h/x', /%/],
  ['host', /neither/],
  ["password='open", /neither/],
])('%s is refused', (text, message) => {
  expect(failure(text)).toMatchObject({code: 'bad_url', message: expect.stringMatching(message)})
})

test('a parameter that is nearly right is suggested', () => {
  expect(failure('postgres://h/x?sslmod=require')).toMatchObject({hint: 'did you mean sslmode?'})
})

test.each([
  'postgres://me:hunter2secret/x@h/db',
  'postgres://me:hunter2secret@x@h/db',
  'postgres://me:%zzhunter2secret@h/db',
  'postgres://me:hunter2secret@h/db?bad=1',
  "host=h password='hunter2secret",
])('the password is not part of the error for %s', (text) => {
  const error = failure(text)
  expect(error).toMatchObject({code: 'bad_url'})
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hunter2')
})
