import {expect, test} from 'vitest'
import {checksum} from '../../src/migrations/checksum.ts'

const TEXT = 'CREATE TABLE t (a int DEFAULT 1, "B" text DEFAULT \'x y\'); DO $$BEGIN\tPERFORM 1; END$$;'

test.each([
  ['comments', `-- why\n/* a /* b */ c */${TEXT}-- end`],
  ['white space', TEXT.replace('CREATE TABLE t (', 'CREATE\r\n\tTABLE t(\n')],
  ['the case of keywords and plain names', TEXT.replace('CREATE TABLE t', 'create Table T')],
])('%s do not count', async (_, other) => {
  expect(await checksum(other)).toBe(await checksum(TEXT))
})

test.each([
  ['a number', TEXT.replace('DEFAULT 1', 'DEFAULT 2')],
  ['a string', TEXT.replace('x y', 'x  y')],
  ['a quoted name', TEXT.replace('"B"', '"b"')],
  ["a function's body", TEXT.replace('PERFORM 1', 'PERFORM 2')],
  ['a comment within a body', TEXT.replace('PERFORM 1;', 'PERFORM 1; --')],
  ['a word more', `${TEXT} SELECT 1`],
  ['tokens put together', TEXT.replace('a int', 'aint')],
])('%s counts', async (_, other) => {
  expect(await checksum(other)).not.toBe(await checksum(TEXT))
})

test('what is not SQL throughout counts as it is written, but for line ends', async () => {
  const copy = 'COPY t FROM stdin;\n1\t2\n\\.\n'
  expect(await checksum(copy.replace('\t', ' '))).not.toBe(await checksum(copy))
  expect(await checksum(copy.replaceAll('\n', '\r\n'))).toBe(await checksum(copy))
  expect(await checksum('COPY t FROM STDIN;\n1\t2')).not.toBe(await checksum('COPY t FROM STDIN;\n1 2'))
  expect(await checksum('\\set a  b')).not.toBe(await checksum('\\set a b'))
  expect(await checksum("SELECT 'unterminated")).not.toBe(await checksum("SELECT  'unterminated"))
  expect(await checksum('')).toBe(await checksum('-- nothing\n'))
})
