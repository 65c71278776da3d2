import {expect, test} from 'vitest'
import {isLocal, urlOf} from '../../src/postgres/address.ts'

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['::1', true],
  ['/var/run/postgresql', true],
  ['db.example.com', false],
  ['10.0.0.1', false],
  ['127.0.0.1.example.com', false],
  ['localhost.example.com', false],
])('%s is local: %s', (host, expected) => {
  expect(isLocal({host})).toBe(expected)
})

test('an address as a URL has no password and can be read again', () => {
  const tls = {mode: 'prefer'} as const
  expect(urlOf({host: '::1', port: 5433, user: 'a@b', database: 'x/y', password: 'sesame', tls})).toBe(
    'postgres://a%40b@[::1]:5433/x%2Fy',
  )
})
