import {randomBytes} from 'node:crypto'
import {expect, onTestFinished, test, vi} from 'vitest'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {drift} from '../../src/workspace/drift.ts'
import {plan} from '../../src/workspace/plan.ts'
import {testServer} from '../support/database.ts'
import {urlWithPassword} from '../support/project.ts'
import {runSteps} from '../support/run-steps.ts'
import {startServer} from '../support/throwaway-server.ts'
import {workspaceOf} from '../support/workspace.ts'

vi.setConfig({testTimeout: 240_000})

/** Two roles that cannot sign in. They stay: a shadow of the project keeps objects of theirs. */
async function roles(): Promise<[string, string]> {
  const [a, b] = [`owner_a_${randomBytes(4).toString('hex')}`, `owner_b_${randomBytes(4).toString('hex')}`]
  await withConnection(testServer(), (client) => client.query(`CREATE ROLE ${a}; CREATE ROLE ${b}`))
  return [a, b]
}

const OBJECTS = `
  CREATE SCHEMA s;
  CREATE TABLE s.t (id serial PRIMARY KEY, g int GENERATED ALWAYS AS IDENTITY, a text);
  CREATE INDEX ON s.t (a);
  CREATE VIEW s.v AS SELECT a FROM s.t;
  CREATE MATERIALIZED VIEW s.mv AS SELECT a FROM s.t;
  CREATE TYPE s.mood AS ENUM ('ok'); CREATE DOMAIN s.d AS text; CREATE SEQUENCE s.q;
  CREATE FUNCTION s.f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE PROCEDURE s.p() LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE s.agg(int) (SFUNC = int4pl, STYPE = int);
  CREATE AGGREGATE s.none(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
  CREATE OPERATOR s.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
  CREATE OPERATOR FAMILY s.fam USING btree;
  CREATE COLLATION s.c (locale = 'C');
  CREATE TEXT SEARCH CONFIGURATION s.ts (COPY = simple);
  CREATE STATISTICS s.st ON id, a FROM s.t;
  CREATE FOREIGN DATA WRAPPER fdw; CREATE SERVER remote FOREIGN DATA WRAPPER fdw;
  CREATE PUBLICATION pub FOR TABLE s.t;`

const owned = (role: string): string => `
  ${OBJECTS}
  ALTER SCHEMA s OWNER TO ${role}; ALTER TABLE s.t OWNER TO ${role}; ALTER VIEW s.v OWNER TO ${role};
  ALTER MATERIALIZED VIEW s.mv OWNER TO ${role}; ALTER TYPE s.mood OWNER TO ${role}; ALTER DOMAIN s.d OWNER TO ${role};
  ALTER SEQUENCE s.q OWNER TO ${role}; ALTER FUNCTION s.f(int, text) OWNER TO ${role};
  ALTER PROCEDURE s.p() OWNER TO ${role}; ALTER AGGREGATE s.agg(int) OWNER TO ${role}; ALTER AGGREGATE s.none(*) OWNER TO ${role};
  ALTER OPERATOR s.=== (int, int) OWNER TO ${role}; ALTER OPERATOR FAMILY s.fam USING btree OWNER TO ${role};
  ALTER COLLATION s.c OWNER TO ${role}; ALTER TEXT SEARCH CONFIGURATION s.ts OWNER TO ${role};
  ALTER STATISTICS s.st OWNER TO ${role}; ALTER SERVER remote OWNER TO ${role};
  ALTER SCHEMA public OWNER TO ${role};`

const run = (address: Address, steps: Awaited<ReturnType<typeof plan>>['steps']) =>
  withConnection(address, (client) => runSteps(client, steps))

test('owners of every kind are planned, proven and given', async () => {
  const [a, b] = await roles()
  const {workspace, dev} = await workspaceOf(
    `${owned(b)} CREATE TABLE s.more (x int); ALTER TABLE s.more OWNER TO ${b};`,
    owned(a),
  )
  // Nobody asked: a new table, and no word of owners.
  const without = await plan(workspace, 'dev')
  expect(without.steps.map(({sql}) => sql)).toEqual([expect.stringMatching(/^CREATE TABLE s\.more/)])

  const found = await drift(workspace, 'dev', undefined, {owners: true})
  const kinds = found.changes.filter(({change}) => change === 'altered').map(({kind}) => kind)
  expect(new Set(kinds)).toEqual(
    new Set([
      'schema',
      'table',
      'view',
      'materialized view',
      'type',
      'domain',
      'sequence',
      'function',
      'procedure',
      'aggregate',
      'operator',
      'operator family',
      'collation',
      'text search configuration',
      'statistics',
      'server',
    ]),
  )
  const made = await plan(workspace, 'dev', undefined, {owners: true})
  expect({proven: made.proven, reason: made.reason}).toEqual({proven: true, reason: null})
  expect(made.steps.map(({sql}) => sql).filter((sql) => !/ OWNER TO /.test(sql))).toEqual([
    expect.stringMatching(/^CREATE TABLE s\.more/),
  ])
  await run(dev, made.steps)
  expect(await drift(workspace, 'dev', undefined, {owners: true})).toMatchObject({drifted: false})
  expect((await plan(workspace, 'dev', undefined, {owners: true})).steps).toEqual([])
})

test('what is made again goes to whom it belonged, unasked', async () => {
  const [a] = await roles()
  const {workspace, dev} = await workspaceOf(
    `CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t;`,
    `CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v OWNER TO ${a};`,
  )
  const made = await plan(workspace, 'dev')
  expect(made).toMatchObject({proven: true})
  await run(dev, made.steps)
  const rows = await withConnection(
    dev,
    async (client) => (await client.query("SELECT viewowner AS o FROM pg_views WHERE viewname = 'v'")).rows,
  )
  expect(rows).toEqual([{o: a}])
})

test('roles, memberships and settings of one server are planned towards those of another', async () => {
  const other = await startServer()
  onTestFinished(other.stop)
  const here = await startServer()
  onTestFinished(here.stop)
  await withConnection(other.address, (client) =>
    client.query(`
      CREATE ROLE app LOGIN CONNECTION LIMIT 5; CREATE ROLE readers; CREATE ROLE "Odd Role" CREATEDB;
      GRANT readers TO app WITH ADMIN OPTION; GRANT readers TO "Odd Role"; ALTER ROLE app SET work_mem = '8MB'`),
  )
  await withConnection(other.address, (client) => client.query('CREATE DATABASE wanted TEMPLATE template0'))
  await withConnection(withDatabase(other.address, 'wanted'), (client) =>
    client.query('CREATE TABLE t (a int); GRANT SELECT ON t TO readers; ALTER TABLE t OWNER TO app'),
  )
  await withConnection(here.address, (client) =>
    client.query(`
      CREATE ROLE "Odd Role" SUPERUSER LOGIN VALID UNTIL '2030-01-01'; CREATE ROLE old; GRANT old TO "Odd Role";
      ALTER ROLE "Odd Role" SET work_mem = '9MB'`),
  )
  await withConnection(here.address, (client) => client.query('CREATE DATABASE found TEMPLATE template0'))
  const found = withDatabase(here.address, 'found')
  await withConnection(found, (client) => client.query('CREATE TABLE t (a int)'))
  const {workspace} = await workspaceOf('SELECT 1;', 'SELECT 1')
  const [actual, expected] = [urlWithPassword(found), urlWithPassword(withDatabase(other.address, 'wanted'))]
  const options = {owners: true, roles: true}
  const made = await plan(workspace, actual, expected, options)
  expect({proven: made.proven, reason: made.reason}).toEqual({proven: true, reason: null})
  // Tried, and taken back.
  const there = async () =>
    withConnection(found, async (client) =>
      (await client.query("SELECT rolname AS r FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1")).rows.map(({r}) => r),
    )
  expect(await there()).not.toContain('app')
  await run(found, made.steps)
  expect(await there()).toEqual(['Odd Role', 'app', 'postgres', 'readers'])
  expect(await drift(workspace, actual, expected, options)).toMatchObject({drifted: false, changes: []})
  expect((await plan(workspace, actual, expected, options)).steps).toEqual([])
  await expect(plan(workspace, 'dev', undefined, {roles: true})).rejects.toMatchObject({code: 'usage'})
})

test('default privileges are those of the role that owns the rest, whoever runs the plan', async () => {
  const [a] = await roles()
  const objects = 'CREATE TABLE public.t (a int);'
  const defaults = `
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;
    ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;`
  const {workspace, dev} = await workspaceOf(objects + defaults, `${objects} ALTER TABLE public.t OWNER TO ${a};`)
  const found = await drift(workspace, 'dev')
  expect(found.changes.map(({identity}) => identity)).toEqual(['in schema public on tables', 'on functions'])
  const {proven, steps} = await plan(workspace, 'dev')
  expect(proven).toBe(true)
  expect(steps.map(({sql}) => sql)).toContain(
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${a} IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC`,
  )
  await withConnection(dev, (client) => runSteps(client, steps))
  expect((await drift(workspace, 'dev')).changes).toEqual([])
})
