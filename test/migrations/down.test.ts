import {expect, test} from 'vitest'
import {type DownOptions, down} from '../../src/migrations/down.ts'
import type {Address} from '../../src/postgres/address.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, migrate, rejection, rows, states} from './support.ts'

const FILES = {
  '001_a.sql': 'CREATE TABLE a (x int);',
  '002_b.sql': 'CREATE TABLE b ();',
  '002_b.down.sql': 'DROP TABLE b;',
  '003_i.sql': 'CREATE INDEX CONCURRENTLY a_x ON a (x);',
  '003_i.down.sql':
    'INSERT INTO a VALUES (1); DROP INDEX CONCURRENTLY a_x; INSERT INTO a VALUES (2 / (SELECT count(*) FROM ok));',
  'R__v.sql': 'CREATE OR REPLACE VIEW v AS SELECT 1 AS one',
}

const undo = async (address: Address, options: DownOptions = {}): Promise<string[]> =>
  (await down(address, folderOf(FILES), options)).map(({migration}) => migration.version)

test('the last one is undone, statement by statement where it must, and goes on where it stopped', async () => {
  const address = await createDatabase('CREATE TABLE ok (x int)')
  await migrate(address, FILES)
  const client = await session(address)
  expect(await rejection(undo(address))).toMatchObject({
    code: 'migration_failed',
    place: {file: 'sql/migrations/003_i.down.sql', line: 1},
  })
  expect(await states(client, FILES)).toEqual(['001 applied', '002 applied', '003 partial', 'R__v applied'])
  expect(await rejection(migrate(address, FILES))).toMatchObject({code: 'half_undone'})
  await client.query('INSERT INTO ok VALUES (1)')
  expect(await undo(address)).toEqual(['003'])
  expect(await rows(client, 'SELECT x FROM a')).toEqual([{x: 1}, {x: 2}])
  expect(await undo(address)).toEqual(['002'])
  expect(await states(client, FILES)).toEqual(['001 applied', '002 pending', '003 pending', 'R__v applied'])
  expect(await migrate(address, FILES)).toEqual(['002', '003'])
})

test('down to a version; a file without down stops it before anything is undone', async () => {
  const address = await createDatabase('CREATE TABLE ok (x int); INSERT INTO ok VALUES (1)')
  await migrate(address, FILES)
  expect(await rejection(undo(address, {to: '0'}))).toMatchObject({
    code: 'no_down',
    message: 'sql/migrations/001_a.sql has no down file',
    hint: 'write sql/migrations/001_a.down.sql',
  })
  expect(await rejection(undo(address, {to: '7'}))).toMatchObject({code: 'no_such_version'})
  expect(await undo(address, {to: '1'})).toEqual(['003', '002'])
  expect(await undo(address, {to: '1'})).toEqual([])
})
