import {expect, test} from 'vitest'
import {withConnection} from '../../../src/postgres/connect.ts'
import {choosePgDump} from '../../../src/postgres/pg-dump/choose.ts'
import {differences} from '../../../src/schema/difference.ts'
import {planSteps} from '../../../src/schema/plan/steps.ts'
import {prove} from '../../../src/schema/prove.ts'
import {readDatabase} from '../../../src/schema/read.ts'
import {createDatabase, testServer} from '../../support/database.ts'

const BOOKINGS = `
  CREATE TABLE bookings (room int4range, during int4range, CONSTRAINT apart EXCLUDE USING gist (room WITH =, during WITH &&)) PARTITION BY LIST (room);
  CREATE TABLE bookings_1 PARTITION OF bookings FOR VALUES IN ('[1,2)');
  CREATE TABLE bookings_2 (during int4range, room int4range);
  ALTER TABLE bookings ATTACH PARTITION bookings_2 FOR VALUES IN ('[2,3)');
  ALTER INDEX bookings_1_room_during_excl RENAME TO first_apart;
  INSERT INTO bookings VALUES ('[1,2)', '[1,5)'), ('[2,3)', '[1,5)');`

test('a database with an exclusion constraint of a partitioned table can be cloned', async ({skip}) => {
  const server = testServer()
  const {rows} = await withConnection(server, (client) =>
    client.query<{version: number}>(`SELECT current_setting('server_version_num')::int AS version`),
  )
  skip((rows[0]?.version ?? 0) < 170_000, 'PostgreSQL has them since 17')
  const pgDump = await choosePgDump({serverMajor: 18, path: process.env.PATH ?? ''})
  const [from, to] = [await createDatabase(BOOKINGS), await createDatabase(`${BOOKINGS}CREATE TABLE more (a int);`)]
  const [actual, expected] = [await readDatabase(from, {pgDump}), await readDatabase(to, {pgDump})]
  const steps = await planSteps(actual, expected, await differences(actual, expected))
  expect(steps.map(({sql}) => sql)).toEqual([expect.stringContaining('CREATE TABLE public.more')])
  const proof = await prove(actual, expected, steps, {pgDump, server, rowsOf: from, partial: true})
  expect(proof).toMatchObject({proven: true, left: [], rows: {copied: 'some', tables: 2, without: []}})
})
