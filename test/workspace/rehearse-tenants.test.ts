import {expect, test} from 'vitest'
import {loadProject} from '../../src/project/load.ts'
import {renderRehearsal} from '../../src/report/rehearsal.ts'
import {createTheme} from '../../src/report/theme.ts'
import {migrateLint} from '../../src/workspace/migrate-lint.ts'
import {rehearse} from '../../src/workspace/rehearse.ts'
import {session} from '../support/database.ts'
import {projectWithDatabases} from '../support/project.ts'

const TENANTS = ['small', 'Ünï "large"', 'done', 'template']
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

const FILES = {
  'sql/migrations/001_registry.sql': 'CREATE TABLE IF NOT EXISTS tenants (schema_name text PRIMARY KEY);',
  'sql/tenant-migrations/001_users.sql': 'CREATE TABLE IF NOT EXISTS users (id bigint, name text);',
  'sql/tenant-migrations/002_id.sql': '-- WHAT: a\n-- WHY: b\nALTER TABLE users ALTER COLUMN id TYPE numeric;\n',
  'sql/tenant-migrations/003_phone.sql': 'ALTER TABLE users ADD COLUMN phone text;\n',
}

const CONFIG = `tenancy: {model: schema, registry: {table: public.tenants, schema: schema_name}, template: template, migrations: sql/tenant-migrations}`

async function world() {
  const project = await projectWithDatabases(FILES, CONFIG)
  const client = await session(project.dev)
  await client.query('CREATE TABLE tenants (schema_name text PRIMARY KEY)')
  await client.query(
    "CREATE TABLE schema_migrations (version text PRIMARY KEY, applied_at timestamptz); INSERT INTO schema_migrations VALUES ('001', now())",
  )
  for (const name of TENANTS) {
    const schema = quoted(name)
    await client.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.users (id bigint, name text);
      CREATE TABLE ${schema}.schema_migrations (version text PRIMARY KEY, applied_at timestamptz);
      INSERT INTO ${schema}.schema_migrations VALUES ('001', now())`)
    if (name !== 'template') await client.query('INSERT INTO tenants VALUES ($1)', [name])
  }
  await client.query(`INSERT INTO done.schema_migrations VALUES ('002', now()), ('003', now());
    INSERT INTO small.users SELECT i, 'x' FROM generate_series(1, 100) i;
    INSERT INTO ${quoted('Ünï "large"')}.users SELECT i, 'x' FROM generate_series(1, 1000) i; ANALYZE`)
  const loaded = await loadProject({cwd: project.root, env: {}, warn: () => {}})
  return {client, workspace: {project: loaded, env: process.env}}
}

test('what is pending for tenants is rehearsed in the largest, and told for all of them', async () => {
  const {client, workspace} = await world()
  const report = await rehearse(workspace, 'dev')
  expect(report).toMatchObject({files: 0, failure: null, statements: []})
  expect(report.tenants).toMatchObject({
    rehearsed: 'Ünï "large"',
    pending: 3,
    files: 2,
    statements: [
      {line: 3, rewritten: ['Ünï "large".users'], locks: [{relation: 'Ünï "large".users', mode: 'ACCESS EXCLUSIVE'}]},
      {line: 1, rewritten: []},
    ],
    forecast: {tables: [{table: 'users', mode: 'ACCESS EXCLUSIVE', tenants: 3, rows: 1100}]},
  })
  const {statements = [], forecast} = report.tenants ?? {}
  const [rewrite, add] = statements.map(({milliseconds}) => milliseconds)
  // The rewrite by the rows of all, of which the large one has 1,000 of 1,100; the column once for each of the three.
  expect(forecast?.tables[0]?.milliseconds).toBeCloseTo((rewrite ?? 0) * 1.1)
  expect(forecast?.milliseconds).toBeCloseTo((rewrite ?? 0) * 3 + (add ?? 0) * 3)
  const text = renderRehearsal(report, {theme: await createTheme({env: {NO_COLOR: '1'}, stream: process.stdout})})
  expect(text).toContain('for 3 tenants, rehearsed in the largest of them, Ünï "large": 2 files')
  expect(text).toMatch(/users +3 +1,100 .*ACCESS EXCLUSIVE/)
  const {rows} = await client.query(
    "SELECT DISTINCT atttypid::regtype::text AS type FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relname = 'users' AND attname = 'id'",
  )
  expect(rows).toEqual([{type: 'bigint'}])
}, 60_000)

test('a tenant migration that fails is named; nothing is rehearsed where nothing is pending', async () => {
  const {client, workspace} = await world()
  await client.query(`ALTER TABLE ${quoted('Ünï "large"')}.users ADD COLUMN phone text`)
  expect((await rehearse(workspace, 'dev')).failure).toMatchObject({
    file: expect.stringContaining('003_phone.sql'),
    message: 'column "phone" of relation "users" already exists',
  })
  for (const name of TENANTS)
    await client.query(
      `INSERT INTO ${quoted(name)}.schema_migrations VALUES ('002', now()), ('003', now()) ON CONFLICT DO NOTHING`,
    )
  expect(await rehearse(workspace, 'dev')).toMatchObject({files: 0, tenants: null})
}, 60_000)

test('lint with a database looks at the tenant files that are pending somewhere', async () => {
  const {client, workspace} = await world()
  const files = async () => [
    ...new Set((await migrateLint(workspace, {database: 'dev'})).findings.map(({file}) => file?.replace(/.*\//, ''))),
  ]
  expect(await files()).toContain('002_id.sql')
  for (const name of TENANTS)
    await client.query(`INSERT INTO ${quoted(name)}.schema_migrations VALUES ('002', now()) ON CONFLICT DO NOTHING`)
  expect(await files()).not.toContain('002_id.sql')
}, 60_000)
