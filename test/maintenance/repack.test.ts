import {existsSync, readdirSync} from 'node:fs'
import {expect, onTestFinished, test, vi} from 'vitest'
import {bloat} from '../../src/inspect/bloat.ts'
import {previewTasks} from '../../src/maintenance/preview.ts'
import {offerRepack, repack} from '../../src/maintenance/repack/repack.ts'
import {maintain} from '../../src/maintenance/run.ts'
import {createDatabase, session} from '../support/database.ts'
import {startServer} from '../support/throwaway-server.ts'

vi.setConfig({testTimeout: 90_000})

const BLOATED = (name: string, key: string) => `
  CREATE TABLE ${name} (id int ${key}, body text) WITH (autovacuum_enabled = false);
  INSERT INTO ${name} SELECT i, md5(i::text) FROM generate_series(1, 60000) i;
  DELETE FROM ${name} WHERE id % 4 <> 0;`

/** The programs of an installed server that has pg_repack. */
const bin = (existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [])
  .filter((major) => existsSync(`/usr/share/postgresql/${major}/extension/pg_repack.control`))
  .map((major) => `/usr/lib/postgresql/${major}/bin`)
  .find((folder) => existsSync(`${folder}/pg_repack`))
const MISSING = 'no installed PostgreSQL has pg_repack'

async function serverWithRepack() {
  const {address, stop} = await startServer(bin === undefined ? {} : {bin})
  onTestFinished(stop)
  const client = await session(address)
  await client.query('CREATE EXTENSION pg_repack')
  return {address, client, env: {PATH: process.env.PATH}}
}

test('bloated tables are offered with the command, and rewritten when asked', async ({skip}) => {
  skip(bin === undefined, MISSING)
  const {address, client, env} = await serverWithRepack()
  await client.query(`${BLOATED('"Orders"', 'PRIMARY KEY')} ${BLOATED('keyless', '')}`)
  await client.query('SELECT pg_stat_force_next_flush()')
  await client.query('VACUUM ANALYZE')
  const command = `pg_repack --host=${address.host} --port=${address.port} --username=postgres --dbname=postgres --no-kill-backend --wait-timeout=30 '--table=public."Orders"'`

  const offered = (await maintain(address, [{task: 'reindex'}], {env})).filter(({task}) => task === 'repack')
  expect(offered).toMatchObject([{object: 'public."Orders"', outcome: 'skipped'}])
  expect(offered[0]?.reason).toMatch(/^7\d % of it is bloat, about \d\.\d MB; /)
  expect(offered[0]?.reason).toContain(command)
  const [planned, ...others] = await previewTasks(address, [{task: 'repack'}], {env})
  expect(others).toEqual([])
  expect(planned?.reason).toContain(command)
  expect((await bloat(client)).lines[0]?.cure).toMatch(/^pgplumb maintain repack public\./)

  const done = await maintain(address, [{task: 'repack'}], {env})
  expect(done).toMatchObject([{task: 'repack', object: 'public."Orders"', outcome: 'done', error: null}])
  expect(done[0]?.after?.bytes).toBeLessThan((done[0]?.before?.bytes ?? 0) / 2)
  expect((await client.query('SELECT count(*)::int AS n, sum(id)::int AS sum FROM "Orders"')).rows).toEqual([
    {n: 15000, sum: 450030000},
  ])
  expect(await offerRepack(address, {env})).toEqual([])
})

test('a table that is locked is given up, and its session is not ended', async ({skip}) => {
  skip(bin === undefined, MISSING)
  const {address, client, env} = await serverWithRepack()
  await client.query(BLOATED('orders', 'PRIMARY KEY'))
  const other = await session(address)
  await other.query('BEGIN; LOCK TABLE orders IN ROW EXCLUSIVE MODE')
  const actions = await repack(address, {tables: ['orders'], env, wait: 1})
  expect(actions).toMatchObject([{object: 'public.orders', outcome: 'skipped', reason: 'pg_repack gave it up'}])
  expect((await other.query('SELECT count(*)::int AS n FROM orders')).rows).toEqual([{n: 15000}])
  expect((await client.query("SELECT FROM pg_trigger WHERE tgrelid = 'orders'::regclass")).rowCount).toBe(0)
})

test('without the extension nothing is offered, and asking for it says what is missing', async () => {
  const address = await createDatabase(BLOATED('orders', 'PRIMARY KEY'))
  expect(await offerRepack(address, {env: {}})).toEqual([])
  expect(await maintain(address, [{task: 'repack'}])).toMatchObject([
    {task: 'repack', outcome: 'failed', error: expect.stringContaining('CREATE EXTENSION pg_repack')},
  ])
})
