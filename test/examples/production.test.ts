import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import type pg from 'pg'
import {beforeAll, expect, test} from 'vitest'
import {example, refusal, rolledBack} from './support.ts'

const {root, good, inDatabase, typeErrors} = example('production')

beforeAll(async () => {
  await good('apply')
  await good('seed')
  await good('seed')
})

const md5 = (text: string): string => `md5('${text}')::uuid`
const TOURS = md5('stage/tours')

async function become(client: pg.Client, name: string): Promise<void> {
  await client.query(`RESET ROLE; SELECT set_config('request.jwt.claims', json_build_object('sub', ${md5(name)})::text, true);
    SET LOCAL ROLE authenticated`)
}

const all = async (client: pg.Client, sql: string): Promise<unknown[]> => (await client.query(sql)).rows

test('thirteen migrations with a gap build 120 tables and more, and nothing has drifted', async () => {
  const files = readdirSync(join(root(), 'supabase/migrations')).sort()
  expect(files).toHaveLength(13)
  expect(files.map((file) => file.slice(0, 3))).not.toContain('012')
  // Everything: files, migrations run twice, drift, keys and indexes, row security.
  await good('check', '--strict', '--fail-on', 'warning')
  const proof = JSON.parse(await good('rls', 'prove', '--json'))
  expect(proof).toMatchObject({leaks: [], unproven: []})
  expect(new Set(proof.accepted.map(({rule}: {rule: string}) => rule))).toEqual(
    new Set(['leak-reference', 'leak-unique']),
  )
  await good('lint', 'dev', '--strict', '--fail-on', 'warning')
  const [counts] = await inDatabase('production_dev', (client) =>
    all(
      client,
      `SELECT count(*) FILTER (WHERE relkind IN ('r', 'p') AND NOT relispartition)::int AS tables,
         count(*) FILTER (WHERE relkind IN ('r', 'p') AND relrowsecurity AND relforcerowsecurity)::int >= 120 AS isolated,
         count(*) FILTER (WHERE relkind = 'i')::int > 100 AS indexes,
         (SELECT count(*)::int FROM storage.buckets) AS buckets
         FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname <> 'schema_migrations'`,
    ),
  )
  expect(counts).toMatchObject({isolated: true, indexes: true, buckets: 10})
  expect(counts).toHaveProperty('tables', 132)
  // All but the partitions' parent publish under their own name.
  const [published] = await inDatabase('production_dev', (client) =>
    all(client, `SELECT count(*)::int AS n FROM pg_publication_rel`),
  )
  expect(published).toEqual({n: 132})
}, 600_000)

test('maintenance and the linter of migrations have no quarrel with it', async () => {
  await good('migrate', 'lint', '--fail-on', 'warning')
  for (const period of ['daily', 'weekly']) await good('maintain', 'run', period)
}, 120_000)

test('a member reaches the workspaces of the memberships; a guest only reads', () =>
  inDatabase(
    'production_dev',
    rolledBack(async (client) => {
      const seen = async (): Promise<unknown> =>
        (
          await all(
            client,
            `SELECT (SELECT count(*)::int FROM workspaces) AS workspaces, (SELECT count(*)::int FROM productions) AS productions,
               (SELECT count(*)::int FROM organization_members) AS members, (SELECT count(*)::int FROM analytics_events) AS events`,
          )
        )[0]
      const insert = `INSERT INTO project_risks (workspace_id, production_id, title) VALUES (${TOURS}, ${md5('Winter Tour')}, 'Snow')`
      await become(client, 'olga')
      expect(await seen()).toEqual({workspaces: 2, productions: 1, members: 4, events: 8})
      await become(client, 'mia')
      expect(await seen()).toEqual({workspaces: 1, productions: 1, members: 4, events: 8})
      expect(await refusal(client, insert)).toBe('done')
      expect((await client.query(`UPDATE organization_members SET role = 'owner'`)).rowCount).toBe(0)
      await become(client, 'gus')
      expect(await seen()).toEqual({workspaces: 1, productions: 1, members: 4, events: 8})
      expect(await refusal(client, insert)).toBe('42501')
      await become(client, 'rita')
      expect(await seen()).toEqual({workspaces: 1, productions: 0, members: 1, events: 0})
      expect(await refusal(client, insert)).toBe('42501')
      expect(await refusal(client, 'SELECT * FROM workspace_finance_monthly')).toBe('42501')
      await become(client, 'nobody')
      expect(await seen()).toEqual({workspaces: 0, productions: 0, members: 0, events: 0})
      // A partition passes the policies of its parent by, but has row security of its own.
      expect(await refusal(client, 'SELECT * FROM analytics_events_2026')).toBe('42501')
    }),
  ))

test('the fourteen functions do what their names say', () =>
  inDatabase(
    'production_dev',
    rolledBack(async (client) => {
      await become(client, 'mia')
      const rows = (sql: string) => all(client, `SELECT ${sql}`)

      // Design 3 and permits 2, then building 5, then the rehearsal 2: ten days by way of the design.
      expect(
        await rows(
          `title, earliest_start AS start, slack, is_critical AS critical FROM get_production_timeline(${md5('Winter Tour')})`,
        ),
      ).toEqual([
        {title: 'Design', start: 0, slack: 0, critical: true},
        {title: 'Permits', start: 0, slack: 1, critical: false},
        {title: 'Building', start: 3, slack: 0, critical: true},
        {title: 'Posters', start: 3, slack: 6, critical: false},
        {title: 'Rehearsal', start: 8, slack: 0, critical: true},
      ])
      expect(
        await rows(
          `name FROM check_event_conflicts(${TOURS}, ${md5('Musikhalle')}, CURRENT_DATE + interval '9 days 22 hours', CURRENT_DATE + interval '10 days')`,
        ),
      ).toEqual([{name: 'First night'}])
      expect(
        await rows(
          `name FROM check_event_conflicts(${TOURS}, ${md5('Musikhalle')}, CURRENT_DATE + interval '9 days 23 hours', CURRENT_DATE + interval '10 days')`,
        ),
        'what begins when another ends is no conflict',
      ).toEqual([])
      expect(await rows(`name, days_left AS days FROM check_compliance_expiry(${TOURS})`)).toEqual([
        {name: 'First aid', days: -3},
        {name: 'Pyrotechnics', days: 10},
      ])
      // Six hours over eight a day, six over forty a week.
      expect(await rows(`* FROM calculate_overtime(${md5('Lund')}, '2026-01-07')`)).toEqual([
        {total_hours: '46.00', regular_hours: '40.00', overtime_hours: '6.00'},
      ])
      expect(
        await rows(
          `open_tasks AS open, overdue_tasks AS overdue, planned_hours AS planned, capacity_hours AS capacity
             FROM get_user_workload(${md5('olga')}, CURRENT_DATE, CURRENT_DATE + 6)`,
        ),
      ).toEqual([{open: '4', overdue: '1', planned: '60.00', capacity: '40.00'}])
      expect(
        await rows(`* FROM calculate_asset_utilization(${md5('F-1')}, '2026-01-01 00:00Z', '2026-02-01 00:00Z')`),
      ).toEqual([{times_out: '2', hours_out: '186.00', utilization_percent: '25.0'}])
      expect(
        await rows(
          `category, budgeted, actual, variance, variance_percent AS percent FROM get_budget_variance(${md5('Winter budget')})`,
        ),
      ).toEqual([
        {category: 'crew', budgeted: '10000.00', actual: '6000.00', variance: '4000.00', percent: '40.0'},
        {category: 'travel', budgeted: '4000.00', actual: '5000.00', variance: '-1000.00', percent: '-25.0'},
      ])
      expect(await rows(`* FROM get_payroll_summary(${TOURS}, '2026-01-01', '2026-01-31')`)).toEqual([
        {people: '2', gross: '7000.00', deductions: '1600.00', net: '5400.00', overtime: '240.00'},
      ])
      expect(await rows(`bucket, outstanding AS sum FROM get_invoice_aging(${TOURS}, '2026-03-31')`)).toEqual([
        {bucket: 'current', sum: '100.00'},
        {bucket: '1-30', sum: '150.00'},
        {bucket: '31-60', sum: '300.00'},
        {bucket: '61-90', sum: '0'},
        {bucket: 'over 90', sum: '400.00'},
      ])
      expect(await rows(`* FROM get_financial_summary(${TOURS}, '2026-01-01', '2026-01-31')`)).toEqual([
        {currency: 'USD', income: '20000.00', expenses: '11000.00', net: '9000.00', receivable: '950.00'},
      ])
      // One of five tasks is late (8), an incident is open (10); 11,000 of 14,000 are spent.
      expect(await rows(`* FROM get_production_health(${md5('Winter Tour')})`)).toEqual([
        {
          score: 82,
          overdue_tasks: '1',
          missed_milestones: '0',
          open_incidents: '1',
          expired_compliance: '0',
          spent_percent: '78.6',
        },
      ])
      expect(await rows(`module, title FROM global_search(${TOURS}, 'winter OR fog OR lighting')`)).toEqual(
        expect.arrayContaining([
          {module: 'projects', title: 'Winter Tour'},
          {module: 'assets', title: 'Fog machine'},
          {module: 'people', title: 'Lars Lund'},
        ]),
      )
      expect(
        await rows(
          `kind, name FROM get_availability(${TOURS}, CURRENT_DATE + interval '2 days', CURRENT_DATE + interval '3 days')`,
        ),
      ).toEqual([
        {kind: 'asset', name: 'Fog machine'},
        {kind: 'asset', name: 'Mixing desk'},
        {kind: 'location', name: 'Black Box'},
        {kind: 'personnel', name: 'Ana Reis'},
        {kind: 'personnel', name: 'Olga Petrov'},
        {kind: 'resource', name: 'Van'},
      ])
      expect(await rows(`get_dashboard_metrics(${TOURS}) AS m`)).toEqual([
        {
          m: {
            active_productions: 1,
            open_tasks: 4,
            overdue_tasks: 1,
            events_next_week: 1,
            open_incidents: 1,
            active_people: 3,
            assets_out: 0,
            pending_approvals: 0,
            receivable: 950,
          },
        },
      ])
      await become(client, 'rita')
      expect(await rows(`* FROM global_search(${TOURS}, 'winter')`), 'row security holds in the functions').toEqual([])
    }),
  ))

test('its types compile', async () => {
  expect(await typeErrors()).toBe('')
})
