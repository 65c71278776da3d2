import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {loadMigrations} from '../../src/migrations/folder.ts'
import {newMigration, writeMigration} from '../../src/migrations/new.ts'
import {folderOf} from './support.ts'

const NOW = new Date('2026-03-04T05:06:07.890Z')

const nameOf = (description: string, ...files: string[]): string | undefined =>
  newMigration(folderOf(Object.fromEntries(files.map((file) => [file, '']))), description, {now: NOW})[0]?.file

test.each([
  [[], '001_add_phone.sql'],
  [['001_a.sql', '007_b.sql'], '008_add_phone.sql'],
  [['0009_a.sql'], '0010_add_phone.sql'],
  [['999_a.sql'], '1000_add_phone.sql'],
  [['20250101000000_a.sql'], '20260304050607_add_phone.sql'],
  [['202501010000_a.sql'], '202603040506_add_phone.sql'],
  [['20270101000000_a.sql'], '20270101000001_add_phone.sql'],
  [['1.2.9_a.sql'], '1.2.10_add_phone.sql'],
])('the next number after %j is in %s', (files, expected) => {
  expect(nameOf('Add phone', ...files)).toBe(expected)
})

test.each([
  ['  Add   Phone!  ', '001_add_phone.sql'],
  ['../../etc/passwd\0', '001_etc_passwd.sql'],
  ['x.down', '001_x_down.sql'],
  ['it\'s 100%; DROP TABLE "users"', '001_it_s_100_drop_table_users.sql'],
  ['Größe ändern', '001_größe_ändern.sql'],
  ['x'.repeat(300), `001_${'x'.repeat(50)}.sql`],
])('%j makes the file name %s', (description, expected) => {
  expect(nameOf(description)).toBe(expected)
})

test('a description without words is refused', () => {
  expect(() => nameOf(' …/\n')).toThrow(expect.objectContaining({code: 'no_description'}))
})

test('the header asks for WHAT and WHY, on lines of its own', () => {
  const [file, down] = newMigration(folderOf({}), 'add\nphone\u2028; DROP TABLE x', {down: true})
  expect(file?.text).toMatch(/^-- WHAT: add phone ; DROP TABLE x\n-- WHY:/)
  expect(down).toMatchObject({
    file: '001_add_phone_drop_table_x.down.sql',
    text: expect.stringContaining('-- WHAT: undo'),
  })
})

test('files are written, and none over another', () => {
  const dir = mkdtempSync(join(tmpdir(), 'migrations-'))
  onTestFinished(() => rmSync(dir, {recursive: true}))
  const folder = join(dir, 'sql/migrations')
  const files = newMigration(folderOf({}), 'first', {up: 'SELECT 1;\n'})
  expect(writeMigration(folder, files)).toEqual([join(folder, '001_first.sql')])
  expect(() => writeMigration(folder, files)).toThrow(expect.objectContaining({code: 'file_exists'}))
  expect(readFileSync(join(folder, '001_first.sql'), 'utf8')).toContain('SELECT 1;')
  writeMigration(folder, newMigration(loadMigrations(folder), 'second'))
  expect(readdirSync(folder)).toEqual(['001_first.sql', '002_second.sql'])
})
