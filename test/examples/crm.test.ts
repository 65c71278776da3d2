import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import {example, refusal, rolledBack} from './support.ts'

const {root, run, good, inDatabase, typeErrors} = example('crm')
const DENIED = '42501'
const read = (path: string): string => readFileSync(join(root(), path), 'utf8')

beforeAll(async () => {
  await good('apply')
  await good('tenant', 'create', 'example', 'acme', '--param', 'email=owner@example.com')
  await good('seed')
})

test('is true to its master schema, with tenants in it', async () => {
  await good('check', '--strict')
  const {stdout} = await run('rls', 'prove')
  expect(stdout).toMatch(/Not separated by PostgreSQL: application[\s\S]* 0 leaks, 0 not proven/)
  await good('lint', 'dev', '--strict', '--fail-on', 'warning')
  await good('migrate', 'lint', '--fail-on', 'warning')
  expect(await good('tenant', 'drift')).toContain('2 tenants like template')
})

test('the seeds give each tenant its rows, once', async () => {
  await good('seed')
  const {rows} = await inDatabase('crm_dev', (client) =>
    client.query(`SELECT schema_name, (SELECT count(*)::int FROM tenant_users(schema_name)) AS users,
      get_table_count(schema_name, 'deals')::int AS deals FROM tenants ORDER BY 1`),
  )
  expect(rows).toEqual([
    {schema_name: 'tenant_acme', users: 5, deals: 3},
    {schema_name: 'tenant_example', users: 5, deals: 3},
  ])
})

test('the queries are served by their indexes, and the statistics exist', () =>
  inDatabase(
    'crm_dev',
    rolledBack(async (client) => {
      // With a handful of rows every index is as good as another.
      await client.query(`SET LOCAL search_path = tenant_example, public; SET LOCAL enable_seqscan = off;
      INSERT INTO deals (title, stage, owner_id, expected_close_date, actual_close_date, created_by)
      SELECT 'old', 'won', 3, CURRENT_DATE - n, CURRENT_DATE - n, 3 FROM generate_series(1, 1000) n; ANALYZE deals`)
      const queries = read('queries.sql')
        .replaceAll(/^--.*$/gm, '')
        .split(';\n')
        .map((query) => query.trim())
        .filter(Boolean)
      const plans: string[] = []
      for (const query of queries) {
        const {rows} = await client.query<{'QUERY PLAN': string}>(`EXPLAIN (ANALYZE, BUFFERS) ${query}`)
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
      }
      expect(plans).toHaveLength(8)
      expect(plans[0]).toContain('idx_contacts_search')
      expect(plans[1]).toContain('idx_contacts_custom_fields')
      expect(plans[2]).toContain('idx_deals_pipeline')
      expect(await refusal(client, `SELECT get_table_count('pg_catalog', 'pg_authid')`)).toBe('3F000')
    }),
  ))

const INVITE = `INSERT INTO invitations (tenant_id, email, role, token, created_at, expires_at)
  VALUES ((SELECT min(id) FROM tenants), $1, 'viewer', $2, now() + $3::interval, now() + $3::interval + interval '14 days')`

test('an address has one active invitation to a tenant, and another when that one has run out', () =>
  inDatabase(
    'crm_dev',
    rolledBack(async (client) => {
      await client.query(INVITE, ['you@example.com', 'ran out', '-30 days'])
      await client.query(INVITE, ['you@example.com', 'active', '-1 day'])
      expect(await refusal(client, INVITE, ['You@Example.com', 'twice', '0'])).toBe('23P01')
      await client.query('UPDATE invitations SET accepted_at = now() WHERE token = $1', ['active'])
      await client.query(INVITE, ['you@example.com', 'again', '0'])
      await client.query(`UPDATE invitations SET tenant_id = (SELECT max(id) FROM tenants) WHERE token = 'again'`)
      await client.query(INVITE, ['you@example.com', 'elsewhere', '0'])
    }),
  ))

test('each role may do what it is for', () =>
  inDatabase(
    'crm_dev',
    rolledBack(async (client) => {
      const may = async (role: string, sql: string): Promise<string> => {
        await client.query(`SET LOCAL ROLE ${role}`)
        return refusal(client, sql)
      }
      expect(
        await may('application', `UPDATE tenant_example.users SET active = true`),
        'a tenant has the grants of the template',
      ).toBe('done')
      expect(await may('application', 'CREATE TABLE tenant_example.more (a int)')).toBe(DENIED)
      expect(await may('application', 'DELETE FROM tenants')).toBe(DENIED)
      expect(await may('readonly', 'SELECT email FROM tenant_example.users')).toBe('done')
      expect(await may('readonly', 'SELECT password_hash FROM tenant_example.users')).toBe(DENIED)
      expect(await may('readonly', 'DELETE FROM tenant_example.deals')).toBe(DENIED)
      expect(await may('admin', 'CREATE TABLE template.more (a int)')).toBe('done')
      expect(await may('backup', 'SELECT token FROM tenant_example.password_reset_tokens')).toBe('done')
      expect(await may('backup', 'DELETE FROM tenant_example.deals')).toBe(DENIED)
    }),
  ))

test('maintenance keeps the schedule: tenants daily, and weekly what has run out', async () => {
  await inDatabase('crm_dev', (client) =>
    client.query(`INSERT INTO query_log (schema_name, query, query_time, timestamp)
      VALUES ('tenant_acme', 'SELECT 1', 3, '2020-01-01'), ('tenant_acme', 'SELECT 2', 3, now())`),
  )
  await good('maintain', 'run', 'daily')
  expect(await good('maintain', 'run', 'weekly')).toContain('tenant_')
  await good('maintain', 'run', 'monthly')
  const {rows} = await inDatabase('crm_dev', (client) =>
    client.query(`SELECT (SELECT count(*)::int FROM query_log) AS log,
      (SELECT count(*)::int FROM invitations WHERE expires_at < now()) AS invitations`),
  )
  expect(rows).toEqual([{log: 1, invitations: 0}])
})

test('tenants by the hundred: made, true to the template, and gone through by the statistics', async () => {
  const names = Array.from({length: 200}, (_, n) => `t${String(n).padStart(3, '0')}`)
  writeFileSync(join(root(), 'names.txt'), names.join('\n'))
  await good('tenant', 'create', '--from-file', 'names.txt', '--param', 'email=owner@example.com')
  expect(await good('tenant', 'drift')).toContain('202 tenants like template')
  const {rows} = await inDatabase('crm_dev', (client) =>
    client.query(`SELECT count(*)::int AS tenants, sum(get_table_count(schema_name, 'users'))::int AS users
      FROM tenants WHERE subdomain LIKE 't0%' OR subdomain LIKE 't1%'`),
  )
  expect(rows).toEqual([{tenants: 200, users: 200}])
  await inDatabase('crm_dev', (client) => client.query('ALTER TABLE tenant_t007.deals DROP COLUMN notes'))
  const {code, stdout} = await run('tenant', 'drift')
  expect(code).toBe(1)
  expect(stdout).toContain('tenant_t007')
  await inDatabase('crm_dev', (client) => client.query('ALTER TABLE tenant_t007.deals ADD COLUMN notes text'))
}, 180_000)

test('its types compile', async () => {
  expect(await typeErrors()).toBe('')
})
