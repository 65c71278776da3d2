import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {stopServer} from '../../src/postgres/server/stop.ts'
import {loadProject} from '../../src/project/load.ts'
import {dump, dumpMaster} from '../../src/workspace/dump.ts'
import {migrateBaseline, migrateRepair, migrateUp, migrationsStatus} from '../../src/workspace/migrate.ts'
import {newFromDrift} from '../../src/workspace/new-from-drift.ts'
import {verifyMigrations} from '../../src/workspace/verify.ts'
import type {Workspace} from '../../src/workspace/workspace.ts'
import {createDatabase, session, testServer} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'

const urlOf = ({user, password, host, port, database}: Address): string =>
  `postgres://${user}${password ? `:${encodeURIComponent(password)}` : ''}@${host}:${port}/${database}`

async function workspaceOf(files: Readonly<Record<string, string>>, address: Address): Promise<Workspace> {
  const root = temporaryFolder({'pgplumb.yaml': `databases: {dev: {url: "${urlOf(address)}"}}`, ...files})
  const project = await loadProject({cwd: root, env: {}, warn: () => {}})
  onTestFinished(async () => {
    const dataDir = join(project.cacheDir, 'server-shadow')
    await stopServer({kind: 'embedded', name: 'shadow', dataDir, port: 0, settings: {}})
  })
  return {project, env: process.env}
}

const MASTER = `CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);
CREATE INDEX users_email ON users (email);`

const FIRST = `-- WHAT: users
-- WHY: people sign in
CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, email text NOT NULL);`

test('what the migrations lack of the master schema is found, written, and then proven', async () => {
  const files = {'sql/schema.sql': MASTER, 'sql/migrations/001_users.sql': FIRST}
  const workspace = await workspaceOf(files, testServer())
  expect(await verifyMigrations(workspace)).toMatchObject([
    {
      rule: 'migrations-differ-from-master',
      severity: 'error',
      object: {kind: 'index', identity: 'public.users_email'},
      sql: expect.stringContaining('CREATE INDEX users_email'),
    },
  ])
  const {files: written, noDown} = await newFromDrift(workspace, 'index emails')
  expect([written.map((file) => file.replace(/^.*\//, '')), noDown]).toEqual([
    ['002_index_emails.sql', '002_index_emails.down.sql'],
    null,
  ])
  expect(readFileSync(written[0] ?? '', 'utf8')).toBe(
    '-- WHAT: index emails\n-- WHY:  \n\nCREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON public.users USING btree (email);\n',
  )
  expect(await verifyMigrations(workspace)).toMatchObject([{rule: 'migration-header', severity: 'warning'}])
  await expect(newFromDrift(workspace, 'again')).rejects.toMatchObject({code: 'no_drift'})
}, 120_000)

test("another tool's database is taken over by baseline alone, and its table is left alone", async () => {
  const address = await createDatabase(
    "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY); INSERT INTO schema_migrations VALUES ('001'); CREATE TABLE users ()",
  )
  const files = {'sql/migrations/001_users.sql': FIRST, 'sql/migrations/002_more.sql': 'CREATE TABLE more ();'}
  const workspace = await workspaceOf(files, address)
  await expect(migrateUp(workspace, 'dev')).rejects.toMatchObject({
    code: 'foreign_history',
    hint: expect.stringContaining('pgplumb migrate baseline dev'),
  })
  expect(await migrateBaseline(workspace, 'dev')).toMatchObject({
    marked: [{version: '001'}],
    adopted: {tool: 'dbmate', table: 'public.schema_migrations', unmatched: []},
    table: {schema: 'pgplumb', table: 'schema_migrations'},
  })
  expect((await migrateUp(workspace, 'dev')).map(({migration}) => migration.version)).toEqual(['002'])
  expect((await migrationsStatus(workspace, 'dev')).counts).toMatchObject({applied: 2, pending: 0})
  expect(await migrateRepair(workspace, 'dev', {write: false})).toEqual([])
  const client = await session(address)
  expect((await client.query('SELECT * FROM schema_migrations')).rows).toEqual([{version: '001'}])
})

test('the history can be kept in a schema of its own', async () => {
  const address = await createDatabase()
  const files = {'sql/migrations/001_users.sql': FIRST}
  const workspace = await workspaceOf(
    {...files, 'pgplumb.yaml': `databases: {dev: {url: "${urlOf(address)}"}}\nhistory: records`},
    address,
  )
  await migrateUp(workspace, 'dev')
  const {rows} = await (await session(address)).query('SELECT version FROM records.schema_migrations')
  expect(rows).toEqual([{version: '001'}])
})

test('a migration that cannot run twice is an error, unless the config says otherwise', async () => {
  const files = {'sql/schema.sql': MASTER, 'sql/migrations/001_users.sql': MASTER}
  const address = await createDatabase()
  const rules = async (workspace: Workspace) =>
    (await verifyMigrations(workspace)).map(({rule, severity}) => [rule, severity])
  expect(await rules(await workspaceOf(files, address))).toEqual([
    ['migration-header', 'warning'],
    ['migration-not-idempotent', 'error'],
  ])
  const config = `rules: {migration-not-idempotent: off, migration-header: info}\ndatabases: {dev: {url: "${urlOf(address)}"}}`
  expect(await rules(await workspaceOf({...files, 'pgplumb.yaml': config}, address))).toEqual([
    ['migration-header', 'info'],
  ])
})

test('the master schema is written anew without what the prelude provides', async () => {
  const prelude = 'CREATE SCHEMA auth; CREATE TABLE auth.users (id int PRIMARY KEY);'
  const address = await createDatabase(`${prelude} CREATE TABLE notes (id int PRIMARY KEY REFERENCES auth.users);`)
  const workspace = await workspaceOf({'sql/schema.sql': '', 'sql/prelude.sql': prelude}, address)
  const text = readFileSync(await dumpMaster(workspace, 'dev'), 'utf8')
  expect(text).toContain('CREATE TABLE public.notes')
  expect(text).not.toMatch(/CREATE (?:SCHEMA|TABLE) auth/)
})

test('the master schema is written anew from a database, always alike; several files are not', async () => {
  const address = await createDatabase(MASTER)
  const workspace = await workspaceOf({'sql/schema.sql': '-- old'}, address)
  const file = await dumpMaster(workspace, 'dev')
  const text = readFileSync(file, 'utf8')
  expect(text).toBe(await dump(workspace, 'dev'))
  expect(text).toContain('CREATE TABLE public.users')
  await dumpMaster(workspace, 'dev')
  expect(readFileSync(file, 'utf8')).toBe(text)
  const several = await workspaceOf({'sql/schema/1.sql': 'SELECT 1;', 'sql/schema/2.sql': 'SELECT 1;'}, address)
  await expect(dumpMaster(several, 'dev')).rejects.toMatchObject({code: 'not_one_file'})
})
