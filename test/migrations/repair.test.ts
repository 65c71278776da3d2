import {expect, test} from 'vitest'
import {repair} from '../../src/migrations/repair.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, migrate, rejection, rows, states} from './support.ts'

test('after a look, edited files count as applied as they are, versions without a file are forgotten', async () => {
  const address = await createDatabase()
  const client = await session(address)
  await migrate(address, {'001_a.sql': 'CREATE TABLE a ()', '002_b.sql': 'SELECT 1', '003_c.sql': 'SELECT 1'})
  const files = {'001_a.sql': 'CREATE TABLE a (n int)', '003_c.sql': 'SELECT 1'}
  const folder = folderOf(files)
  const look = await repair(address, folder, {write: false})
  expect(look.map(({entry, remedy}) => [entry.version, entry.state, remedy])).toEqual([
    ['001', 'edited', 'accept'],
    ['002', 'missing', 'forget'],
  ])
  expect(await states(client, files)).toEqual(['001 edited', '002 missing', '003 applied'])
  expect(await repair(address, folder, {write: true})).toHaveLength(2)
  expect(await states(client, files)).toEqual(['001 applied', '003 applied'])
  expect(await repair(address, folder, {write: true})).toEqual([])
})

test.each([
  ['accept', '001 applied'],
  ['forget', '001 pending'],
] as const)('of a file that is half applied it is told, and then: %s', async (partial, state) => {
  const address = await createDatabase()
  const client = await session(address)
  const files = {'001_a.sql': 'CREATE TABLE a (n int); CREATE INDEX CONCURRENTLY i ON a (n); SELECT 1 / 0'}
  await rejection(migrate(address, files))
  expect(await repair(address, folderOf(files), {write: true})).toMatchObject([{remedy: 'none'}])
  expect(await states(client, files)).toEqual(['001 partial'])
  await repair(address, folderOf(files), {write: true, partial})
  expect(await states(client, files)).toEqual([state])
  expect(await rows(client, "SELECT to_regclass('i')::text AS i")).toEqual([{i: 'i'}])
})
