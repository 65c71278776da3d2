import {expect, test} from 'vitest'
import {life, run} from '../life.ts'
import {createWorld, type World} from './world.ts'

const CLAUSE = "tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)"

type Case = {
  readonly rule: string
  readonly breaks: (world: World) => string
  /** Looks alike, and is right. */
  readonly nearMiss: (world: World) => string
}

const cases: readonly Case[] = [
  {
    rule: 'rls-disabled',
    breaks: () => 'CREATE TABLE "Odd name" (tenant_id uuid, "b;c" int)',
    nearMiss: () => 'CREATE TABLE plans (id int, tenant text)',
  },
  {
    rule: 'policies-but-rls-disabled',
    breaks: () => 'ALTER TABLE notes DISABLE ROW LEVEL SECURITY',
    nearMiss: () => 'CREATE POLICY more ON notes FOR SELECT USING (tenant_id IS NULL)',
  },
  {
    rule: 'rls-not-forced',
    breaks: () => 'ALTER TABLE notes NO FORCE ROW LEVEL SECURITY',
    nearMiss: () => 'ALTER TABLE events_2026 ENABLE ROW LEVEL SECURITY',
  },
  {
    rule: 'rls-no-policy',
    breaks: () =>
      `DROP POLICY tenant_isolation ON notes;\nCREATE POLICY narrow ON notes AS RESTRICTIVE USING (${CLAUSE})`,
    nearMiss: () => 'ALTER TABLE events_2026 ENABLE ROW LEVEL SECURITY',
  },
  {
    rule: 'rls-missing-command',
    breaks: () =>
      `DROP POLICY tenant_isolation ON notes;\nCREATE POLICY reading ON notes FOR SELECT USING (${CLAUSE});
CREATE POLICY adding ON notes FOR INSERT WITH CHECK (${CLAUSE})`,
    nearMiss: ({app}) =>
      `DROP POLICY tenant_isolation ON notes;\nCREATE POLICY reading ON notes FOR SELECT USING (${CLAUSE});
REVOKE INSERT, UPDATE, DELETE ON notes FROM ${app}`,
  },
  {
    rule: 'policy-always-true',
    breaks: () => 'CREATE POLICY open ON notes FOR SELECT USING (true)',
    nearMiss: ({owner}) => `CREATE POLICY open ON notes TO ${owner} USING (true)`,
  },
  {
    rule: 'policy-always-true',
    breaks: () => 'CREATE POLICY open ON notes FOR SELECT USING (tenant_id = tenant_id)',
    nearMiss: () =>
      `CREATE POLICY open ON notes USING (true);\nCREATE POLICY guard ON notes AS RESTRICTIVE USING (${CLAUSE})`,
  },
  {
    rule: 'policy-always-true',
    breaks: () => `CREATE POLICY open ON notes FOR UPDATE USING (${CLAUSE}) WITH CHECK (true)`,
    nearMiss: () => 'CREATE POLICY nothing ON notes USING (false)',
  },
  {
    rule: 'policy-without-tenant-column',
    breaks: () => "CREATE POLICY drafts ON notes USING (body LIKE 'draft%')",
    nearMiss: () => `CREATE POLICY drafts ON notes USING (body LIKE 'draft%' AND ${CLAUSE})`,
  },
  {
    rule: 'policy-without-tenant-column',
    breaks: () => "CREATE POLICY drafts ON notes FOR INSERT WITH CHECK (body <> '')",
    nearMiss: () => "CREATE POLICY drafts ON notes AS RESTRICTIVE USING (body <> '')",
  },
  {
    rule: 'rls-bypass-role',
    breaks: ({app}) => `ALTER ROLE ${app} BYPASSRLS`,
    nearMiss: ({owner}) => `ALTER ROLE ${owner} BYPASSRLS`,
  },
  {
    rule: 'rls-bypass-role',
    breaks: ({app, owner}) => `ALTER ROLE ${owner} BYPASSRLS;\nALTER TABLE notes OWNER TO postgres;
ALTER TABLE events OWNER TO postgres;\nALTER TABLE events_2026 OWNER TO postgres;\nGRANT ${owner} TO ${app}`,
    nearMiss: ({app}) => `GRANT pg_read_all_settings TO ${app}`,
  },
  {
    rule: 'rls-bypass-owner',
    breaks: ({app}) => `ALTER TABLE notes OWNER TO ${app}`,
    nearMiss: ({app}) => `ALTER TABLE countries OWNER TO ${app}`,
  },
  {
    rule: 'view-bypasses-rls',
    breaks: ({app}) => `CREATE VIEW inner_notes AS SELECT * FROM notes;\nALTER VIEW inner_notes SET (security_invoker);
CREATE VIEW outer_notes AS SELECT * FROM inner_notes;\nGRANT SELECT ON outer_notes TO ${app}`,
    nearMiss: ({app, owner}) => `CREATE VIEW mine AS SELECT * FROM notes;\nALTER VIEW mine OWNER TO ${owner};
GRANT SELECT ON mine TO ${app};\nCREATE VIEW unseen AS SELECT * FROM notes`,
  },
  {
    rule: 'partition-without-rls',
    breaks: ({app}) => `GRANT SELECT ON events_2026 TO ${app}`,
    nearMiss: () => "CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
  },
]

test.each(cases)('$rule: its life', async ({rule, breaks}) => {
  const world = await createWorld()
  const finding = await life(world.client, world.check, rule, breaks(world))
  expect(finding.cure).not.toBe('')
  expect(finding.key).toBeTruthy()
})

test.each(cases)('$rule: silent about what only looks alike', async ({nearMiss}) => {
  const world = await createWorld()
  await run(world.client, nearMiss(world))
  expect((await world.check()).findings).toEqual([])
})

test('a membership in the owner is found for every table, and taken away by the cure', async () => {
  const {client, app, owner, check} = await createWorld()
  await client.query(`GRANT ${owner} TO ${app}`)
  const {findings} = await check()
  expect(findings.map(({rule, object}) => `${rule} ${object?.identity}`)).toEqual([
    'partition-without-rls public.events_2026',
    'rls-bypass-owner public.events',
    'rls-bypass-owner public.notes',
  ])
  await run(client, findings[1]?.sql ?? '')
  expect((await check()).findings).toEqual([])
})
