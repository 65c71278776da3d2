import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {loadMigrations} from '../../src/migrations/folder.ts'
import {folderOf, rejection} from './support.ts'

const versions = (...files: string[]): string[] =>
  folderOf(Object.fromEntries(files.map((file) => [file, '']))).versioned.map((file) => file.version)

test('any numbering, in numerical order', () => {
  expect(versions('010_b.sql', '2_a.sql', '100_c.sql', '9.sql')).toEqual(['2', '9', '010', '100'])
  expect(versions('20250102030405_b.sql', '20240102030405_a.sql')).toEqual(['20240102030405', '20250102030405'])
  expect(versions('1.2.11_b.sql', '1.2.2_a.sql', '1.3_c.sql', '1.2_.sql')).toEqual(['1.2', '1.2.2', '1.2.11', '1.3'])
})

test('descriptions become words, whatever they hold', () => {
  const files = [
    '001_add_phone to users.sql',
    "002_it's; DROP TABLE x.sql",
    '003-dash-ed.SQL',
    '004_ü_😀.up.sql',
    '005.sql',
  ]
  expect(folderOf(Object.fromEntries(files.map((file) => [file, '']))).versioned.map((file) => file.name)).toEqual([
    'add phone to users',
    "it's; DROP TABLE x",
    'dash-ed',
    'ü 😀',
    '',
  ])
})

test('down files go with their migrations, repeatable files come by themselves', () => {
  const folder = folderOf({'001_a.sql': 'up', '1_a.down.sql': 'down', 'R__views.sql': 'v', '002_b.up.sql': ''})
  expect(folder.versioned).toMatchObject([
    {version: '001', text: 'up', down: {file: '1_a.down.sql', text: 'down', path: 'sql/migrations/1_a.down.sql'}},
    {version: '002', down: null},
  ])
  expect(folder.repeatable).toMatchObject([{version: 'R__views', name: 'views', repeatable: true}])
})

test('gaps are listed, and files without a number, and others are none of our business', () => {
  const folder = folderOf({
    '001_a.sql': '',
    '004_b.sql': '',
    'common.sql': '',
    'README.md': '',
    '.keep': '',
    'x.sql.bak': '',
  })
  expect(folder.gaps).toEqual(['002', '003'])
  expect(folder.unnumbered).toEqual(['common.sql'])
  expect(folderOf({'20240101000000_a.sql': '', '20250101000000_b.sql': ''}).gaps).toEqual([])
  expect(folderOf({})).toMatchObject({versioned: [], repeatable: [], gaps: [], unnumbered: []})
})

test.each([
  ['001_a.sql', '001_b.sql'],
  ['001_a.sql', '1_b.sql'],
  ['1.2_a.sql', '1.02_b.sql'],
])('two files of one number are refused, and both named: %s, %s', (one, other) => {
  expect(() => folderOf({[one]: '', [other]: ''})).toThrow(
    expect.objectContaining({
      code: 'duplicate_migration',
      message: expect.stringMatching(new RegExp(`(?=.*${one})(?=.*${other})`)),
    }),
  )
})

test('two down files of one number, and one without its migration, are refused', () => {
  expect(() => folderOf({'001_a.sql': '', '001_a.down.sql': '', '001_b.down.sql': ''})).toThrow(
    /001_a\.down.*001_b\.down/,
  )
  expect(() => folderOf({'002_b.down.sql': ''})).toThrow(expect.objectContaining({code: 'orphan_down'}))
})

test('a folder on the disk; one that is not there; one with bytes that are no text', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'migrations-'))
  onTestFinished(() => rmSync(dir, {recursive: true}))
  writeFileSync(join(dir, '001_a.sql'), '\ufeffSELECT 1')
  expect(loadMigrations(dir).versioned).toMatchObject([
    {version: '001', text: 'SELECT 1', path: join(dir, '001_a.sql')},
  ])
  writeFileSync(join(dir, '002_b.sql'), Buffer.from([0xff, 0xfe, 0x00]))
  expect(() => loadMigrations(dir)).toThrow(expect.objectContaining({code: 'not_text'}))
  expect(await rejection((async () => loadMigrations(join(dir, 'none')))())).toMatchObject({
    code: 'no_migrations_folder',
  })
})
