import {expect, test} from 'vitest'
import {loadProject} from '../../src/project/load.ts'
import {verifyMigrations} from '../../src/workspace/verify.ts'
import {projectOf} from '../support/project.ts'

const HEADER = '-- WHAT: x\n-- WHY: y\n'

const CONFIG = `databases: {dev: {server: embedded, port: 5432}}
tenancy: {model: schema, registry: {table: public.tenants, schema: schema_name}, template: 'the template', migrations: sql/tenants}`

const MAIN = {
  'pgplumb.yaml': CONFIG,
  'sql/schema.sql': 'CREATE TABLE tenants (schema_name text PRIMARY KEY);',
  'sql/migrations/001_tenants.sql': `${HEADER}CREATE TABLE IF NOT EXISTS tenants (schema_name text PRIMARY KEY);`,
}

async function findings(files: Readonly<Record<string, string>>) {
  const {root} = projectOf(files)
  const project = await loadProject({cwd: root, env: {}, warn: () => {}})
  const found = await verifyMigrations({project, env: process.env})
  return found.map(({rule, file, object, message}) => [rule, file?.replace(/.*\//, '') ?? object?.identity, message])
}

test("the tenants' migrations are verified in their template, and are nothing that the master schema lacks", async () => {
  expect(
    await findings({
      ...MAIN,
      'sql/tenants/001_users.sql': `${HEADER}CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY REFERENCES public.keys);`,
      'sql/tenants/002_bad.sql': `${HEADER}ALTER TABLE users ADD COLUMN phone text;`,
    }),
  ).toEqual([['migration-fails', '001_users.sql', expect.stringContaining('relation "public.keys" does not exist')]])
  expect(
    await findings({
      ...MAIN,
      'sql/tenants/001_users.sql': `${HEADER}CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY);`,
      'sql/tenants/002_bad.sql': `${HEADER}ALTER TABLE users ADD COLUMN phone text;`,
      'sql/tenants/003_email.sql': `${HEADER}ALTER TABLE users ADD COLUMN IF NOT EXISTS email text;`,
      'sql/tenants/003_email.down.sql': 'SELECT 1;',
    }),
  ).toEqual([
    [
      'migration-not-idempotent',
      '002_bad.sql',
      expect.stringContaining('column "phone" of relation "users" already exists'),
    ],
    ['migration-down-incomplete', '003_email.down.sql', expect.stringContaining('"the template".users')],
  ])
}, 240_000)

test('where the master schema has the template, it is to be as the migrations of tenants build it', async () => {
  const files = {
    ...MAIN,
    'sql/tenants/001_users.sql': `${HEADER}CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY);`,
  }
  const schema = (columns: string) =>
    `${MAIN['sql/schema.sql']} CREATE SCHEMA "the template"; CREATE TABLE "the template".users (${columns});`
  expect(await findings({...files, 'sql/schema.sql': schema('id bigint PRIMARY KEY')})).toEqual([])
  expect(await findings({...files, 'sql/schema.sql': schema('id bigint PRIMARY KEY, name text')})).toEqual([
    ['migrations-differ-from-master', '"the template".users', expect.stringContaining('column name')],
  ])
}, 240_000)
