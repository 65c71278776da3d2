import {expect, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {compare} from '../../src/schema/compare.ts'
import {readDatabase} from '../../src/schema/read.ts'
import {converge} from '../support/converge.ts'
import {createDatabase} from '../support/database.ts'
import {pgDumpForTests} from '../support/schema.ts'

const FAMILY = `
  CREATE TABLE a (id int NOT NULL, name text DEFAULT 'x' CHECK (name <> ''));
  CREATE TABLE b (breed text) INHERITS (a);
  CREATE TABLE c (weeks int) INHERITS (b);`

test('a child that left its parent and came back differs in nothing that can be planned', async () => {
  const pgDump = await pgDumpForTests()
  const [database, target] = [await createDatabase(FAMILY), await createDatabase(FAMILY)]
  const expected = await readDatabase(target, {pgDump})
  await withConnection(database, (client) => client.query('ALTER TABLE c NO INHERIT b; ALTER TABLE c INHERIT b'))
  const changes = await compare(await readDatabase(database, {pgDump}), expected)
  expect(changes).toMatchObject([{identity: 'public.c', change: 'altered', cosmetic: true}])
  expect(changes[0]?.details).toContain("column name is inherited, and on one side the table's own too")

  // Nor where something else of it differs, which is planned, there and back.
  await withConnection(database, (client) => client.query('ALTER TABLE c ALTER weeks SET NOT NULL, ADD own int'))
  const mutated = await readDatabase(database, {pgDump})
  const back = await converge(database, mutated, expected, {pgDump, online: true})
  await converge(database, back, mutated, {pgDump, online: false})
})

test('what a child says otherwise than its parent is no locality', async () => {
  const pgDump = await pgDumpForTests()
  const sql = "CREATE TABLE a (id int, name text DEFAULT 'x'); CREATE TABLE b (name text DEFAULT 'y') INHERITS (a);"
  const [one, other] = [await createDatabase(sql), await createDatabase(sql.replace("(name text DEFAULT 'y')", '()'))]
  const changes = await compare(await readDatabase(one, {pgDump}), await readDatabase(other, {pgDump}))
  expect(changes).toMatchObject([{identity: 'public.b', cosmetic: false}])
})
