import {beforeAll, expect, test, vi} from 'vitest'
import {vacuum} from '../../../src/maintenance/vacuum/vacuum.ts'
import {connect} from '../../../src/postgres/connect.ts'
import {healthCheck} from '../../../src/rules/check.ts'
import type {RuleParams} from '../../../src/rules/run.ts'
import {session} from '../../support/database.ts'
import {startServer, type ThrowawayServer} from '../../support/throwaway-server.ts'

vi.setConfig({testTimeout: 60_000, hookTimeout: 60_000})

let server: ThrowawayServer
beforeAll(async () => {
  server = await startServer({
    settings: [
      ...['autovacuum=off', 'max_connections=20', 'superuser_reserved_connections=3', 'max_prepared_transactions=2'],
      ...['autovacuum_freeze_max_age=100000', 'vacuum_freeze_min_age=0', 'max_wal_senders=2'],
    ],
  })
  return server.stop
})

/** What is found, without what is always true of this server. */
async function found(params: RuleParams = {}) {
  const {findings} = await healthCheck(await session(server.address), {}, params)
  return findings
    .filter(({rule}) => rule !== 'autovacuum-off')
    .map(({rule, object, message, sql}) => ({rule, object: object?.identity, message, sql}))
}

test('autovacuum that is off', async () => {
  const {findings} = await healthCheck(await session(server.address))
  expect(findings).toMatchObject([{rule: 'autovacuum-off', severity: 'error', sql: 'ALTER SYSTEM SET autovacuum = on'}])
})

test('connections near their limit', async () => {
  expect(await found()).toEqual([])
  const clients = []
  for (let i = 0; i < 14; i++) clients.push(await connect(server.address))
  expect(await found()).toMatchObject([
    {rule: 'connections-near-limit', message: expect.stringMatching(/^1\d of 17 connections/)},
  ])
  for (const client of clients) await client.end()
  await expect.poll(() => found()).toEqual([])
})

test('a transaction that stays open, until the cure ends it', async () => {
  const forgetful = await session(server.address)
  await forgetful.query('BEGIN')
  expect(await found()).toEqual([])
  const [finding] = await found({long_seconds: 0})
  expect(finding).toMatchObject({
    rule: 'long-transaction',
    sql: expect.stringMatching(/^SELECT pg_terminate_backend\(\d+\)$/),
  })
  await (await session(server.address)).query(finding?.sql ?? '')
  await expect.poll(() => found({long_seconds: 0})).toEqual([])
})

test('a prepared transaction that nobody finishes', async () => {
  const client = await session(server.address)
  await client.query("BEGIN; CREATE TABLE half (id int); PREPARE TRANSACTION 'it''s'")
  expect(await found()).toEqual([])
  const [finding] = await found({long_seconds: 0})
  expect(finding).toMatchObject({rule: 'prepared-transaction', sql: "ROLLBACK PREPARED 'it''s'"})
  await client.query(finding?.sql ?? '')
  expect(await found({long_seconds: 0})).toEqual([])
})

test('a sequence near its end, and near that of its column', async () => {
  const client = await session(server.address)
  await client.query(`CREATE TABLE small (id smallserial); CREATE SEQUENCE wide; CREATE TABLE narrow (id int DEFAULT nextval('wide'));
    ALTER SEQUENCE wide OWNED BY narrow.id; SELECT setval('small_id_seq', 20000), setval('wide', 2000000000)`)
  expect(await found()).toMatchObject([
    {
      rule: 'sequence-near-end',
      object: 'public.wide',
      message: '93 % of its values are used, those of public.narrow.id',
    },
  ])
  await client.query('ALTER TABLE narrow ALTER id TYPE bigint')
  expect(await found()).toEqual([])
})

test('a slot that holds WAL, until the cure drops it', async () => {
  const client = await session(server.address)
  await client.query(
    "SELECT pg_create_physical_replication_slot('forgotten', true); CREATE TABLE filler AS SELECT generate_series(1, 10000)",
  )
  expect(await found()).toEqual([])
  const [finding] = await found({slot_bytes: 1000})
  expect(finding).toMatchObject({rule: 'slot-holds-wal', sql: "SELECT pg_drop_replication_slot('forgotten')"})
  await client.query(finding?.sql ?? '')
  expect(await found({slot_bytes: 1000})).toEqual([])
})

test('dead rows, until the cure removes them', async () => {
  const client = await session(server.address)
  await client.query('CREATE TABLE emptied AS SELECT generate_series(1, 20001) AS id')
  await client.query('DELETE FROM emptied; SELECT pg_stat_force_next_flush()')
  const [finding] = await found()
  expect(finding).toMatchObject({rule: 'dead-rows', object: 'public.emptied', sql: 'VACUUM (ANALYZE) public.emptied'})
  await client.query(finding?.sql ?? '')
  expect(await found()).toEqual([])
})

test('transaction ids near wraparound; the oldest tables are frozen first', async () => {
  const client = await session(server.address)
  await client.query('CREATE TABLE old AS SELECT 1 AS id')
  await client.query(`CREATE TABLE burnt (id int);
    DO $$BEGIN FOR i IN 1..60000 LOOP BEGIN INSERT INTO burnt VALUES (i); EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END$$`)
  expect(await found({freeze_share: 0.5})).toContainEqual(
    expect.objectContaining({rule: 'wraparound-near', object: 'postgres'}),
  )
  const actions = await vacuum(server.address, {urgent: true})
  expect(actions.find(({object}) => object === 'public.old')).toMatchObject({reason: 'age', outcome: 'done'})
  const {rows} = await client.query("SELECT age(relfrozenxid) AS age FROM pg_class WHERE relname = 'old'")
  expect(rows[0].age).toBeLessThan(1000)
  expect(await vacuum(server.address, {urgent: true})).toEqual([])
})
