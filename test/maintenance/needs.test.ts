import {expect, test} from 'vitest'
import {chooseTables} from '../../src/maintenance/vacuum/candidates.ts'
import {createDatabase, session} from '../support/database.ts'

const table = (name: string, rows: number) => `
  CREATE TABLE ${name} (id int, body text) WITH (autovacuum_enabled = off);
  INSERT INTO ${name} SELECT i, md5(i::text) FROM generate_series(1, ${rows}) i;`

test('each need has its name, and what did not change needs nothing', async () => {
  const address = await createDatabase(
    ['quiet', 'updated', 'deleted', 'grown', 'hidden', 'tiny'].map((name) => table(name, 20_000)).join('\n'),
  )
  const client = await session(address)
  const flush = () => client.query('SELECT pg_stat_force_next_flush()')
  await flush()
  for (const name of ['quiet', 'updated', 'deleted', 'tiny']) await client.query(`VACUUM ANALYZE ${name}`)
  // As after a restore: no row was counted as new, and no page is marked.
  await client.query("SELECT pg_stat_reset_single_table_counters('hidden'::regclass)")
  for (const name of ['grown', 'hidden']) await client.query(`ANALYZE ${name}`)
  await client.query(
    'DELETE FROM deleted WHERE id % 2 = 0; UPDATE updated SET body = body; UPDATE tiny SET id = id WHERE id < 100',
  )
  await flush()

  const reasons = async (vacuum: boolean) =>
    (await chooseTables(client, {vacuum, analyze: true, schemas: ['public'], all: false}))
      .map(({name, reason}) => `${name}: ${reason}`)
      .sort()
  expect(await reasons(true)).toEqual([
    'deleted: dead rows',
    'grown: new rows',
    'hidden: not marked visible',
    'updated: dead rows',
  ])
  expect(await reasons(false)).toEqual(['deleted: stale statistics', 'updated: stale statistics'])
  expect(await chooseTables(client, {vacuum: true, analyze: false, all: true, urgent: true})).toEqual([])
})

test('sizes are those of now, also of what grew since it was counted, or never was', async () => {
  const address = await createDatabase(`${table('grown', 100)} ANALYZE grown; ${table('fresh', 50_000)}`)
  const client = await session(address)
  await client.query('SELECT pg_stat_force_next_flush()')
  await client.query('INSERT INTO grown SELECT i, md5(i::text) FROM generate_series(1, 50000) i')
  await client.query('SELECT pg_stat_force_next_flush()')
  const {rows} = await client.query<{name: string; bytes: number}>(
    `SELECT relname AS name, pg_relation_size(oid)::float8 AS bytes FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`,
  )
  const chosen = await chooseTables(client, {vacuum: true, analyze: true, schemas: ['public'], all: true})
  expect(chosen.map(({name, bytes}) => ({name, bytes})).sort((a, b) => a.name.localeCompare(b.name))).toEqual(rows)
})
