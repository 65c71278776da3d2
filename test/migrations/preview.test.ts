import {spawnSync} from 'node:child_process'
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
  expect(await preview(address, folderOf(FILES))).toEqual({prelude: [], history: '', files: []})
})

const psql = spawnSync('psql', ['--version']).status === 0

test.skipIf(!psql).each([[false], [true]])(
  'psql runs a preview as it is (in one transaction: %s)',
  async (singleTransaction) => {
    const address = await createDatabase()
    const client = await session(address)
    const all = {
      ...FILES,
      '003_v.sql': "INSERT INTO a VALUES (:n); SELECT ';$$' -- it's",
      'R__v.sql': 'CREATE VIEW v AS SELECT 1',
    }
    const {'002_i.sql': concurrent, ...transactional} = all
    const used = singleTransaction ? transactional : {...transactional, '002_i.sql': concurrent}
    const {history, files} = await preview(address, folderOf(used), {singleTransaction, variables: {n: '3'}})
    const {host, port, user, database, password = ''} = address
    const target = ['-h', host, '-p', String(port), '-U', user, '-d', database]
    const ran = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...target], {
      input: [history, ...files.map((file) => file.sql)].join('\n'),
      env: {...process.env, PGPASSWORD: password},
      encoding: 'utf8',
    })
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(await rows(client, 'SELECT x FROM a ORDER BY x')).toEqual([{x: 1}, {x: 2}, {x: 3}])
    expect(new Set((await states(client, used)).map((state) => state.split(' ')[1]))).toEqual(new Set(['applied']))
  },
)

test('a preview fails where a run would refuse to begin', async () => {
  const address = await createDatabase()
  await migrate(address, FILES)
  expect(await rejection(preview(address, folderOf({...FILES, '000_z.sql': ''})))).toMatchObject({code: 'out_of_order'})
})
