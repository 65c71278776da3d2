import {expect, onTestFinished, test, vi} from 'vitest'
import {indexesByTenant} from '../../src/inspect/indexes.ts'
import {queriesByTenant} from '../../src/inspect/queries.ts'
import {inInspection} from '../../src/inspect/session.ts'
import {connect} from '../../src/postgres/connect.ts'
import {createDatabase, session} from '../support/database.ts'
import {startServer} from '../support/throwaway-server.ts'

vi.setConfig({testTimeout: 90_000})

test('the time of a tenant: by the names in statements, by its role, and by a session at work', async () => {
  const {address, stop} = await startServer({settings: ['shared_preload_libraries=pg_stat_statements']})
  onTestFinished(stop)
  const client = await session(address)
  await client.query('CREATE EXTENSION pg_stat_statements')
  for (const tenant of ['alpha', '"Beta x"', 'gamma', 'delta', 'epsilon', 'c'])
    await client.query(`CREATE SCHEMA ${tenant}; CREATE TABLE ${tenant}.contacts (id int)`)
  await client.query(`CREATE ROLE gamma LOGIN; CREATE ROLE worker LOGIN; ALTER ROLE worker SET search_path = delta, public;
    GRANT USAGE ON SCHEMA gamma, delta TO gamma, worker; GRANT SELECT ON gamma.contacts, delta.contacts TO gamma, worker`)
  await client.query('SELECT pg_stat_statements_reset()')

  await client.query('SELECT * FROM ALPHA.contacts WHERE id = 1')
  await client.query('SELECT id FROM "Beta x".contacts')
  // Of two tenants, and an alias that is called like a schema: nobody's.
  await client.query('SELECT FROM alpha.contacts, gamma.contacts g')
  await client.query('SELECT c.id FROM (SELECT 1 AS id) c')
  for (const user of ['gamma', 'worker']) {
    const own = await connect({...address, user})
    onTestFinished(() => own.end().catch(() => {}))
    if (user === 'gamma') await own.query('SET search_path = gamma')
    await own.query('SELECT count(*) FROM contacts')
  }
  const busy = await connect(address, {applicationName: 'epsilon'})
  onTestFinished(() => busy.end().catch(() => {}))
  await busy.query('SET search_path = epsilon')
  await busy.query('SELECT max(id) FROM contacts')

  const {tenants} = await inInspection(address, {}, (inspector) => queriesByTenant(inspector, 50))
  const seen = Object.fromEntries(tenants.map((one) => [`${one.schema}`, one]))
  expect(seen.alpha).toMatchObject({by: 'names', calls: 1, worst: expect.stringContaining('FROM ALPHA.contacts')})
  expect(seen['Beta x']).toMatchObject({by: 'names', calls: 1})
  expect(seen.gamma).toMatchObject({by: 'role'})
  expect(seen.delta).toMatchObject({by: 'role', worst: 'SELECT count(*) FROM contacts'})
  expect(seen.epsilon).toMatchObject({by: 'session', worst: 'SELECT max(id) FROM contacts'})
  expect(seen.null?.calls).toBeGreaterThan(1)
  expect(seen).not.toHaveProperty('c')
  expect(tenants.reduce((sum, {share}) => sum + (share ?? 0), 0)).toBeCloseTo(100)
})

test('the indexes of a tenant: how often they are read, and what nobody reads', async () => {
  const address = await createDatabase(`
    CREATE SCHEMA one; CREATE TABLE one.notes (id int PRIMARY KEY, body text); CREATE INDEX ON one.notes (body);
    INSERT INTO one.notes SELECT i, i::text FROM generate_series(1, 2000) i;
    CREATE SCHEMA two; CREATE TABLE two.notes (id int PRIMARY KEY, body text); CREATE INDEX ON two.notes (body)`)
  const client = await session(address)
  await client.query("SET enable_seqscan = off; SELECT FROM two.notes WHERE body = '5'")
  await client.query('SELECT pg_stat_force_next_flush()')
  await client.query('ANALYZE one.notes')
  const [one, two, ...others] = await inInspection(address, {}, (inspector) => indexesByTenant(inspector))
  expect(others).toEqual([])
  expect(one).toMatchObject({schema: 'one', indexes: 2, unused: 1, scans: 0, writes: 2000})
  expect(one?.unused_bytes).toBeGreaterThan(0)
  expect(two).toMatchObject({schema: 'two', indexes: 2, unused: 0, writes: 0})
  expect(two?.scans).toBeGreaterThan(0)
})
