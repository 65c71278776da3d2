import {expect, test} from 'vitest'
import {createDatabase, session} from '../support/database.ts'
import {migrate, rejection, rows, states} from './support.ts'

const FILES = {
  '001_a.sql': 'CREATE TABLE a (n int);',
  '002_b.sql': 'INSERT INTO a VALUES (1);\nSELECT 1 / (SELECT n - 1 FROM a);',
}

test('all files in one transaction: one that fails takes all of them back, and is named', async () => {
  const address = await createDatabase()
  const client = await session(address)
  expect(await rejection(migrate(address, FILES, {singleTransaction: true}))).toMatchObject({
    code: 'migration_failed',
    message: 'division by zero',
    detail: 'nothing of these files is in effect',
    place: {file: 'sql/migrations/002_b.sql', line: 2},
  })
  expect(await rows(client, "SELECT to_regclass('a') AS a")).toEqual([{a: null}])
  const files = {...FILES, '002_b.sql': 'BEGIN; INSERT INTO a VALUES (1); COMMIT; INSERT INTO a VALUES (2)'}
  expect(await migrate(address, files, {singleTransaction: true})).toEqual(['001', '002'])
  expect(await states(client, files)).toEqual(['001 applied', '002 applied'])
  expect(await rows(client, 'SELECT count(DISTINCT xmin::text)::int AS transactions FROM a')).toEqual([
    {transactions: 1},
  ])
})

test('what cannot run in a transaction is refused before anything runs', async () => {
  const address = await createDatabase()
  const files = {...FILES, '002_b.sql': '\nCREATE INDEX CONCURRENTLY i ON a (n);'}
  expect(await rejection(migrate(address, files, {singleTransaction: true}))).toMatchObject({
    code: 'not_transactional',
    place: {file: 'sql/migrations/002_b.sql', line: 2},
  })
  expect(await states(await session(address), files)).toEqual(['001 pending', '002 pending'])
})
