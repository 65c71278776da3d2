import type pg from 'pg'
import {beforeAll, expect, test} from 'vitest'
import {example, refusal, rolledBack} from './support.ts'

const {good, run, inDatabase, typeErrors} = example('verofield')
const [AQUA, BOLT] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b']
const TABLES = ['users', 'accounts', 'locations', 'work_orders', 'jobs', 'invoices', 'payments', 'audit_logs']

async function counts(client: pg.Client): Promise<number[]> {
  const list = TABLES.map((table) => `(SELECT count(*)::int FROM ${table})`).join()
  const {rows} = await client.query<{n: number[]}>(`SELECT ARRAY[${list}] AS n`)
  return rows[0]?.n ?? []
}

beforeAll(async () => {
  await good('apply')
  await good('seed')
  await good('seed')
})

test('is true to its master schema, and maintained', async () => {
  await good('check', 'dev', '--strict')
  await good('lint', 'dev', '--strict', '--fail-on', 'warning')
  expect(await good('drift')).toContain('agrees')
  await good('migrate', 'lint', '--fail-on', 'warning')
  for (const period of ['daily', 'weekly', 'monthly']) await good('maintain', 'run', period, '--database', 'dev')
})

test('no tenant reaches the rows of another, by any of the ways that are tried', async () => {
  const {stdout} = await run('rls', 'prove', 'dev')
  expect(stdout).toMatch(/attempts on 9 tables: 0 leaks/)
}, 120_000)

test('a session sees and changes the rows of its own tenant only', () =>
  inDatabase(
    'verofield_dev',
    rolledBack(async (client) => {
      const all = await counts(client)
      expect(all).toEqual([10, 6, 4, 6, 6, 4, 2, 6])
      await client.query('SET LOCAL ROLE verofield_app')
      expect(await counts(client)).toEqual(TABLES.map(() => 0))
      await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [AQUA])
      expect(await counts(client)).toEqual(all.map((n) => n / 2))
      expect((await client.query('SELECT * FROM monthly_revenue')).rowCount).toBe(1)
      expect(await refusal(client, 'SELECT * FROM monthly_revenue_all')).toBe('42501')
      const insert = `INSERT INTO accounts (tenant_id, account_number, name) VALUES ($1, 'A-1', 'taken there')`
      // As their own this number is taken (23505); as the other tenant's, nothing is said of it.
      expect(await refusal(client, insert, [AQUA])).toBe('23505')
      expect(await refusal(client, insert, [BOLT])).toBe('42501')
      expect((await client.query('UPDATE accounts SET name = name WHERE tenant_id = $1', [BOLT])).rowCount).toBe(0)
      expect(await refusal(client, 'DELETE FROM audit_logs')).toBe('42501')
      await client.query(`SELECT set_config('app.tenant_id', '', true)`)
      expect(await counts(client)).toEqual(TABLES.map(() => 0))
    }),
  ))

test('keys stay within a tenant, and what goes takes the right things with it', () =>
  inDatabase(
    'verofield_dev',
    rolledBack(async (client) => {
      const steal = `INSERT INTO locations (tenant_id, account_id, name) SELECT $1, id, '' FROM accounts WHERE tenant_id = $2`
      expect(await refusal(client, steal, [AQUA, BOLT])).toBe('23503')
      expect(await refusal(client, `UPDATE jobs SET status = 'done'`)).toBe('23514')
      await client.query('SET CONSTRAINTS ALL IMMEDIATE')
      expect(await refusal(client, `DELETE FROM accounts WHERE account_number = 'A-1'`)).toBe('23503')
      await client.query(`DELETE FROM users WHERE tenant_id = $1 AND role = 'technician'`, [AQUA])
      const {rows: jobs} = await client.query(
        'SELECT count(*)::int AS n, count(technician_id)::int AS assigned FROM jobs',
      )
      expect(jobs).toEqual([{n: 6, assigned: 2}])
      await client.query('DELETE FROM tenants WHERE id = $1', [BOLT])
      const {rows: left} = await client.query('SELECT DISTINCT tenant_id FROM payments')
      expect(left).toEqual([{tenant_id: AQUA}])
    }),
  ))

test('every migration can be taken back, and run again', async () => {
  const relations = () =>
    inDatabase('verofield_test', async (client) => {
      const {rows} = await client.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'v', 'm') AND relname <> 'schema_migrations'`)
      return rows.length
    })
  expect(await relations()).toBe(11)
  await good('migrate', 'down', 'test', '--to', '0', '--yes')
  expect(await relations()).toBe(0)
  await good('migrate', 'test')
  expect(await good('drift', 'test')).toContain('agrees')
})

test('its types compile', async () => {
  expect(await typeErrors()).toBe('')
})
