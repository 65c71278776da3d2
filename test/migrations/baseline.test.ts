import {expect, test} from 'vitest'
import {baseline} from '../../src/migrations/baseline.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, migrate, rejection, rows, states} from './support.ts'

const FILES = {'001_a.sql': 'SELECT 1/0', '002_b.sql': 'SELECT 1/0', '003_c.sql': 'SELECT 1', 'R__v.sql': 'SELECT 1'}

test('what is there already is marked as applied and does not run', async () => {
  const address = await createDatabase()
  const marked = await baseline(address, folderOf(FILES), {to: '002'})
  expect(marked.map((file) => file.version)).toEqual(['001', '002'])
  expect(await migrate(address, FILES)).toEqual(['003', 'R__v'])
  expect(await baseline(address, folderOf(FILES))).toEqual([])
  const client = await session(address)
  expect(await rows(client, 'SELECT version FROM schema_migrations WHERE baseline ORDER BY 1')).toEqual([
    {version: '001'},
    {version: '002'},
  ])
  expect(await states(client, {...FILES, '001_a.sql': 'SELECT 2/0'})).toContain('001 edited')
})

test('all of them, and a version that is not there', async () => {
  const address = await createDatabase()
  expect(await rejection(baseline(address, folderOf(FILES), {to: '9'}))).toMatchObject({
    code: 'no_such_version',
  })
  expect(await baseline(address, folderOf(FILES))).toHaveLength(4)
  expect(await migrate(address, FILES)).toEqual([])
})

test('a version that the history writes in another way is the same one', async () => {
  const address = await createDatabase(
    "CREATE TABLE schema_migrations (version text PRIMARY KEY); INSERT INTO schema_migrations VALUES ('1')",
  )
  expect((await baseline(address, folderOf(FILES), {to: '2'})).map((file) => file.version)).toEqual(['002'])
})
