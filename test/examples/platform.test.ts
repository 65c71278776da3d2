import {beforeAll, expect, test} from 'vitest'
import {example, refusal, rolledBack} from './support.ts'

const {good, run, inDatabase, typeErrors} = example('platform')

beforeAll(async () => {
  await good('apply')
  await good('seed')
  await good('seed')
})

test('is true to its master schema and to its conventions, and maintained', async () => {
  await good('check', 'dev', '--strict', '--fail-on', 'warning')
  await good('lint', 'dev', '--strict', '--fail-on', 'warning')
  await good('migrate', 'lint', '--fail-on', 'warning')
  const counted = () =>
    inDatabase('platform_dev', async (client) => {
      const {rows} = await client.query(
        `SELECT (SELECT count(*)::int FROM records) AS records, (SELECT count(*)::int FROM memberships) AS memberships,
           (SELECT count(*)::int FROM jobs) AS jobs, (SELECT count(*)::int FROM event_logs) AS events`,
      )
      return rows[0]
    })
  expect(await counted()).toEqual({records: 40, memberships: 4, jobs: 4, events: 4})
  await good('maintain', 'run', 'daily', '--database', 'dev')
  expect(await counted()).toEqual({records: 40, memberships: 4, jobs: 2, events: 2})
})

test('a table against the conventions is found', async () => {
  await inDatabase('platform_staging', (client) =>
    client.query('CREATE TABLE notes (tenant_id bigint REFERENCES tenants, body text, updated_at timestamptz)'),
  )
  const {code, stdout} = await run('check', 'staging', '--json')
  expect(code).toBe(1)
  const rules = JSON.parse(stdout).findings.map((finding: {rule: string}) => finding.rule)
  expect(rules).toEqual(
    expect.arrayContaining([
      'drift-extra',
      'table-without-primary-key',
      'foreign-key-without-index',
      'updated-at-without-trigger',
      'rls-disabled',
    ]),
  )
})

test('a query without its tenant finds nothing, and a key cannot leave the tenant', () =>
  inDatabase(
    'platform_dev',
    rolledBack(async (client) => {
      const {rows} = await client.query<{id: string}>('SELECT id FROM tenants ORDER BY slug')
      const [atlas, borealis] = rows.map(({id}) => id)
      await client.query('SET LOCAL ROLE platform_api')
      const documents = async () => (await client.query('SELECT * FROM documents')).rowCount
      expect(await documents()).toBe(0)
      await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [atlas])
      expect(await documents()).toBe(3)
      const insert = `INSERT INTO records (tenant_id, dataset_id, external_key, data) VALUES ($1, $2, 'x', '{}')`
      await client.query('RESET ROLE')
      const {rows: theirs} = await client.query<{id: string}>('SELECT id FROM datasets WHERE tenant_id = $1', [
        borealis,
      ])
      await client.query('SET LOCAL ROLE platform_api')
      expect(await refusal(client, insert, [borealis, theirs[0]?.id])).toBe('42501')
      expect(await refusal(client, insert, [atlas, theirs[0]?.id])).toBe('23503')
    }),
  ))

test('its types compile', async () => {
  expect(await typeErrors()).toBe('')
})
