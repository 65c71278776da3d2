import {expect, test} from 'vitest'
import {migrationStatus} from '../../src/migrations/status.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, migrate, rejection, rows, states} from './support.ts'

const files = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `CREATE TABLE IF NOT EXISTS "${name}" ()`]))

test('a file that comes too late is refused by name, or runs when that is allowed', async () => {
  const address = await createDatabase()
  await migrate(address, files('001_a.sql', '003_c.sql'))
  const all = files('001_a.sql', '002_b.sql', '003_c.sql', '004_d.sql')
  expect(await rejection(migrate(address, all))).toMatchObject({
    code: 'out_of_order',
    message: expect.stringContaining('sql/migrations/002_b.sql'),
  })
  const client = await session(address)
  const status = await migrationStatus(client, folderOf(all))
  expect(status.entries.map((entry) => [entry.version, entry.state, entry.outOfOrder])).toEqual([
    ['001', 'applied', false],
    ['002', 'pending', true],
    ['003', 'applied', false],
    ['004', 'pending', false],
  ])
  expect(await migrate(address, all, {outOfOrder: true})).toEqual(['002', '004'])
})

test('an edited file is refused by name; comments and white space are no edit', async () => {
  const address = await createDatabase()
  await migrate(address, {'001_a.sql': 'CREATE TABLE a (x int)', '002_b.sql': 'SELECT 1'})
  const client = await session(address)
  const edited = {'001_a.sql': 'CREATE TABLE a (x bigint)', '002_b.sql': '-- why\nSELECT 1', '003_c.sql': 'SELECT 1'}
  expect(await states(client, edited)).toEqual(['001 edited', '002 applied', '003 pending'])
  expect(await rejection(migrate(address, edited))).toMatchObject({
    code: 'edited_migration',
    message: 'changed after being applied: sql/migrations/001_a.sql',
  })
  expect(await rows(client, 'SELECT count(*)::int FROM schema_migrations')).toEqual([{count: 2}])
})

test('a file that is gone is told, and stops nothing', async () => {
  const address = await createDatabase()
  await migrate(address, files('001_a.sql', '002_b.sql'))
  const left = files('001_a.sql', '003_c.sql')
  expect(await states(await session(address), left)).toEqual(['001 applied', '002 missing', '003 pending'])
  expect(await migrate(address, left)).toEqual(['003'])
})

test('status counts, and says nothing of a database without history but that all is pending', async () => {
  const address = await createDatabase()
  const client = await session(address)
  const folder = folderOf(files('001_a.sql', '004_b.sql', 'R__v.sql', 'x.sql'))
  expect(await migrationStatus(client, folder)).toMatchObject({
    counts: {applied: 0, pending: 3, changed: 0, partial: 0, edited: 0, missing: 0},
    gaps: ['002', '003'],
    unnumbered: ['x.sql'],
  })
  expect(await rows(client, "SELECT to_regclass('schema_migrations') AS t")).toEqual([{t: null}])
})
