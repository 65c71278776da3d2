import {expect, test} from 'vitest'
import {renderStats} from '../../src/report/tenants.ts'
import {createTheme} from '../../src/report/theme.ts'
import {tenantCreate, tenantStatistics} from '../../src/workspace/tenants.ts'
import {workspaceOf} from '../support/workspace.ts'
import {TEMPLATE} from './fixture.ts'
import {drifted, query} from './support.ts'

/**
 * A STAND-IN for Citus 12, which no test machine has: the function, the view and the relation that pgplumb asks, by their
 * names and columns in Citus's source. It shows what pgplumb does with them, and nothing of what Citus does.
 */
const STAND_IN = `
CREATE SCHEMA stand_in;
CREATE TABLE stand_in.schemas (schema_name regnamespace, colocation_id serial);
CREATE FUNCTION pg_catalog.citus_schema_distribute(schemaname regnamespace) RETURNS void LANGUAGE plpgsql STRICT AS $$
BEGIN
  IF schemaname::text = 'tenant_refused' THEN
    RAISE EXCEPTION 'foreign keys from distributed schemas can only point to the same distributed schema or reference tables in regular schemas'
      USING DETAIL = '"tenant_refused.users" references "public.countries"';
  END IF;
  INSERT INTO stand_in.schemas (schema_name) SELECT schemaname WHERE NOT EXISTS (SELECT FROM stand_in.schemas WHERE schema_name = schemaname);
END $$;
CREATE VIEW public.citus_schemas AS SELECT schema_name, colocation_id, '8192 bytes' AS schema_size, 'postgres'::name AS schema_owner FROM stand_in.schemas;
CREATE VIEW pg_catalog.citus_shards AS
  SELECT NULL::regclass AS table_name, colocation_id, 'worker-' || colocation_id AS nodename, 5432 AS nodeport, 8192::bigint AS shard_size
    FROM stand_in.schemas, generate_series(1, 2);
`

const CONFIG = 'tenancy: {model: schema, citus: true, reference: [stages]}'

test('with Citus (a stand-in), a new tenant is distributed in its transaction, and stats show where it is', async () => {
  // What is in pg_catalog can only be made so.
  const {workspace, dev} = await workspaceOf('', `SET allow_system_table_mods = on; ${TEMPLATE} ${STAND_IN}`, CONFIG)
  const made = await tenantCreate(workspace, 'dev', [{name: 'acme'}, {name: 'refused'}, {name: 'globex'}], {
    concurrency: 1,
  })
  expect(made).toMatchObject([
    {name: 'acme', outcome: 'created'},
    {
      name: 'refused',
      outcome: 'failed',
      problem: {code: 'not_distributed', detail: expect.stringContaining('countries')},
    },
    {name: 'globex', outcome: 'created'},
  ])
  expect(await query(dev, 'SELECT schema_name::text FROM stand_in.schemas ORDER BY 1')).toEqual([
    ['tenant_acme'],
    ['tenant_globex'],
  ])
  // Nothing is left of the one that Citus refused.
  expect(await query(dev, "SELECT to_regnamespace('tenant_refused'), (SELECT count(*)::int FROM tenants)")).toEqual([
    [null, 2],
  ])
  expect(await drifted(dev, ['tenant_acme', 'tenant_globex'])).toEqual({absent: [], groups: []})

  await query(dev, "DELETE FROM stand_in.schemas WHERE schema_name = 'tenant_globex'::regnamespace")
  const stats = await tenantStatistics(workspace, 'dev', [])
  expect(stats.tenants).toMatchObject([
    {name: 'globex', node: null},
    {name: 'acme', node: 'worker-1:5432', bytes: 16384},
  ])
  const theme = await createTheme({env: {NO_COLOR: '1'}, stream: process.stdout})
  expect(renderStats(stats, 'dev', 5, theme)).toMatch(/acme +16 kB.*worker-1:5432/)
})

test('asked for where there is no Citus, it says so and makes nothing', async () => {
  const {workspace, dev} = await workspaceOf('', TEMPLATE, CONFIG)
  const failure = {code: 'no_citus', message: expect.stringContaining('the extension is not installed')}
  await expect(tenantCreate(workspace, 'dev', [{name: 'acme'}])).rejects.toMatchObject(failure)
  await expect(tenantStatistics(workspace, 'dev', [])).rejects.toMatchObject(failure)
  expect(await query(dev, 'SELECT count(*)::int FROM tenants')).toEqual([[0]])
})
