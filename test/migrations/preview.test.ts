import {expect, test} from 'vitest'
import {preview} from '../../src/migrations/preview.ts'
import {readScript} from '../../src/postgres/script/read.ts'
import {runScript} from '../../src/postgres/script/run.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, migrate, rejection, rows, states} from './support.ts'

const FILES = {
  '001_a.sql': 'CREATE TABLE a (x int);\nCOPY a FROM stdin;\n1\n\\.\nINSERT INTO a VALUES (2) -- no semicolon',
  '002_i.sql': 'CREATE INDEX CONCURRENTLY a_x ON a (x)',
}

test('a preview runs nothing, and its text does what a run would do', async () => {
  const address = await createDatabase()
  const client = await session(address)
  const {history, files} = await preview(address, folderOf(FILES))
  expect(files.map(({migration, transactional}) => [migration.version, transactional])).toEqual([
    ['001', true],
    ['002', false],
  ])
  expect(await states(client, FILES)).toEqual(['001 pending', '002 pending'])
  const sql = [history, ...files.map((file) => file.sql)].join('\n')
  await runScript(client, readScript(sql, {file: 'preview.sql'}))
  expect(await states(client, FILES)).toEqual(['001 applied', '002 applied'])
  expect(await rows(client, 'SELECT x FROM a')).toEqual([{x: 1}, {x: 2}])
  expect(await migrate(address, FILES)).toEqual([])
  expect(await preview(address, folderOf(FILES))).toEqual({history: '', files: []})
})

test('a preview fails where a run would refuse to begin', async () => {
  const address = await createDatabase()
  await migrate(address, FILES)
  expect(await rejection(preview(address, folderOf({...FILES, '000_z.sql': ''})))).toMatchObject({code: 'out_of_order'})
})
