import {expect, test} from 'vitest'
import {redact, registerSecret} from '../src/redact.ts'

test.each([
  ['at postgres://me:sesame@h/db now', 'at postgres://me:***@h/db now'],
  ['postgres://me:se/s@me@h:5/db?x=1', 'postgres://me:***@h:5/db?x=1'],
  ['postgres://h/db?user=me&password=sesame&x=1', 'postgres://h/db?user=me&password=***&x=1'],
  ["host=h password='open \\' sesame' user=me", 'host=h password=*** user=me'],
  ['PGPASSWORD=sesame pg_dump', 'PGPASSWORD=*** pg_dump'],
  ['{"password": "ses\\"ame", "user": "me"}', '{"password": ***, "user": "me"}'],
  ['  dev: {password: sesame, user: me}', '  dev: {password: ***, user: me}'],
  ["CREATE ROLE me PASSWORD 'it''s' LOGIN", 'CREATE ROLE me PASSWORD *** LOGIN'],
])('%s', (text, expected) => {
  expect(redact(text)).toBe(expected)
})

test.each([
  'password authentication failed for user "me"',
  'wrong password: check the config',
  'postgres://me@h:5432/db and me@h:5432/db',
  'see https://example.org/a@b',
])('%s is left alone', (text) => {
  expect(redact(text)).toBe(text)
})

test('a registered secret is hidden in every form', () => {
  registerSecret('0pen:sesame"')
  expect(redact(`a 0pen:sesame" b ${encodeURIComponent('0pen:sesame"')} c ${JSON.stringify('0pen:sesame"')}`)).toBe(
    'a *** b *** c "***"',
  )
})

test('a short one only where it stands alone', () => {
  registerSecret('xyzzy')
  expect(redact('xyzzy, (xyzzy) but xyzzying')).toBe('***, (***) but xyzzying')
})

test('the password of user app, app, does not hide every app', () => {
  registerSecret('app-user', ['app-user'])
  expect(redact('app-user@h')).toBe('app-user@h')
})
