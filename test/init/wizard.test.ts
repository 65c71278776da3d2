import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test, vi} from 'vitest'
import {bin} from '../support/cli.ts'
import {createDatabase} from '../support/database.ts'
import {needs} from '../support/needs.ts'
import {projectOf, type TestProject, urlWithPassword} from '../support/project.ts'
import {hasTerminal, onTerminal} from '../support/terminal.ts'

needs(hasTerminal, 'there is no script(1) of util-linux, which makes terminals')
vi.setConfig({testTimeout: 120_000})

const ENTER = '\r'
const wizard = ({root}: TestProject, answers: readonly string[], env = {}) =>
  onTerminal([process.execPath, bin, 'init'], {cwd: root, answers, env})
const git = (root: string, ...args: readonly string[]): string =>
  execFileSync('git', [...args], {cwd: root, encoding: 'utf8'})
const filesOf = (root: string): string[] =>
  readdirSync(root, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.pgplumb'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !file.startsWith('.git/') || file.endsWith('pre-commit'))
    .sort()

test('from nothing: Enter takes what is offered, a slip of the pen is asked again, and what was wanted is there', async () => {
  const project = projectOf({})
  git(project.root, 'init', '--quiet')
  const {code, screen} = await wizard(project, [ENTER, `dcker${ENTER}`, `e${ENTER}`, `y${ENTER}`, `gitlab${ENTER}`])
  expect(code, screen).toBe(0)
  expect(screen).toContain(project.root)
  expect(screen).toContain('embedded or docker, please')
  expect(screen).toContain('pgplumb start')
  expect(filesOf(project.root)).toEqual([
    '.git/hooks/pre-commit',
    '.gitignore',
    '.gitlab-ci.yml',
    '.gitlab/pgplumb.yml',
    'pgplumb.yaml',
    'sql/schema.sql',
  ])
})

test('outside of a repository it does not ask about commits, and proposes the pipeline that the folder knows', async () => {
  const project = projectOf({'.github/workflows/ci.yml': ''})
  const {code, screen} = await wizard(project, [ENTER, ENTER, ENTER])
  expect(code, screen).toBe(0)
  expect(screen).not.toContain('each commit')
  expect(existsSync(join(project.root, '.github/workflows/pgplumb.yml'))).toBe(true)
})

test('from a database that a variable names: its schema, and its URL nowhere', async () => {
  const url = urlWithPassword(await createDatabase('CREATE TABLE orders (id int PRIMARY KEY)'))
  const project = projectOf({})
  const {code, screen} = await wizard(project, [`SHOP_URL${ENTER}`, ENTER, ENTER], {SHOP_URL: url})
  expect(code, screen).toBe(0)
  expect(readFileSync(join(project.root, 'sql/schema.sql'), 'utf8')).toContain('CREATE TABLE public.orders')
  for (const file of filesOf(project.root)) expect(readFileSync(join(project.root, file), 'utf8')).not.toContain(url)
  expect(screen).toContain('pgplumb migrate baseline prod')
})

test('Ctrl-C and Ctrl-D leave without a trace', async () => {
  const project = projectOf({})
  expect(await wizard(project, [ENTER, '\u0003'])).toMatchObject({code: 130})
  const closed = await wizard(project, ['\u0004'])
  expect(closed.code).toBe(2)
  expect(closed.screen).toContain('nothing was written')
  expect(readdirSync(project.root)).toEqual([])
})

test('in a folder that has a config it asks nothing and changes nothing', async () => {
  const files = {'pgplumb.yaml': 'schema: db.sql\n', 'db.sql': 'CREATE TABLE a (i int);', 'sql/migrations/1_a.sql': ''}
  const project = projectOf(files)
  git(project.root, 'init', '--quiet')
  const {code, screen} = await wizard(project, [])
  expect(code).toBe(0)
  expect(screen.trim()).toBe('pgplumb.yaml is there already: it stays as it is')
  expect(filesOf(project.root)).toEqual(Object.keys(files).sort())
  for (const [file, text] of Object.entries(files)) expect(readFileSync(join(project.root, file), 'utf8')).toBe(text)
})

const UP = `CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE);`
const MORE = `ALTER TABLE users ADD COLUMN name text;`

/** Projects as these tools make them: two migrations, and what lies around. */
const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dbmate: {
    '.env': 'DATABASE_URL=postgres://localhost/shop',
    'db/schema.sql': '-- dumped by dbmate',
    'db/migrations/20240101120000_create_users.sql': `-- migrate:up\n${UP}\n\n-- migrate:down\nDROP TABLE users;\n`,
    'db/migrations/20240102120000_index.sql': `-- migrate:up transaction:false\nALTER TABLE users ADD COLUMN name text;\nCREATE INDEX CONCURRENTLY users_name ON users (name);\n\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY users_name;\nALTER TABLE users DROP COLUMN name;\n`,
  },
  Prisma: {
    'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'prisma/migrations/20240101120000_init/migration.sql': `-- CreateTable\n${UP.replace('users', '"users"')}\n`,
    'prisma/migrations/20240102120000_name/migration.sql': `-- AlterTable\n${MORE}\n`,
  },
  Supabase: {
    'supabase/config.toml': 'project_id = "shop"\n',
    'supabase/seed.sql': '',
    'supabase/migrations/20240101120000_init.sql': `${UP}
create table public.profiles (id uuid primary key references auth.users on delete cascade);
alter table public.profiles enable row level security;
create policy "own" on public.profiles for select to authenticated using ((select auth.uid()) = id);
create policy "avatars" on storage.objects for insert to authenticated with check (bucket_id = 'avatars');
insert into storage.buckets (id, name) values ('avatars', 'avatars');
alter publication supabase_realtime add table public.profiles;`,
    'supabase/migrations/20240102120000_name.sql': MORE,
  },
  'node-pg-migrate': {
    'package.json':
      '{"name": "shop", "scripts": {"migrate": "node-pg-migrate"}, "dependencies": {"node-pg-migrate": "^8.0.0"}}',
    'migrations/1704110400000_create-users.sql': `-- Up Migration\n${UP}\n\n-- Down Migration\nDROP TABLE users;\n`,
    'migrations/1704196800000_name.sql': `-- Up Migration\n${MORE}\n\n-- Down Migration\nALTER TABLE users DROP COLUMN name;\n`,
  },
  Flyway: {
    'flyway.toml': '[flyway]\nlocations = ["filesystem:sql"]\n',
    'sql/V1__create_users.sql': UP,
    'sql/V1_1__name.sql': MORE,
    'sql/R__active.sql': 'CREATE OR REPLACE VIEW active AS SELECT id FROM users;',
  },
  'golang-migrate': {
    'go.mod': 'module example.com/shop\n',
    'db/migrations/000001_create_users.up.sql': UP,
    'db/migrations/000001_create_users.down.sql': 'DROP TABLE users;',
    'db/migrations/000002_name.up.sql': MORE,
    'db/migrations/000002_name.down.sql': 'ALTER TABLE users DROP COLUMN name;',
  },
  'graphile-migrate': {
    '.gmrc': '{\n  // comments are allowed\n  "connectionString": "postgres:///shop"\n}\n',
    'migrations/current.sql': '-- Enter migration here\n',
    'migrations/committed/000001.sql': `--! Previous: -\n--! Hash: sha1:2d5ad3b7dc9b2d33e8b4f3e3a2a4d2e6a0f5a1b2\n--! Message: users\n\n${UP}\n`,
    'migrations/committed/000002.sql': `--! Previous: sha1:2d5ad3b7dc9b2d33e8b4f3e3a2a4d2e6a0f5a1b2\n--! Hash: sha1:3d5ad3b7dc9b2d33e8b4f3e3a2a4d2e6a0f5a1b2\n\n${MORE}\n`,
  },
}

test.each(Object.keys(PROJECTS))(
  'a project of %s goes on with pgplumb: its files stay, and build the master schema',
  async (tool) => {
    const files = PROJECTS[tool] ?? {}
    const project = projectOf(files)
    const {code, screen} = await wizard(project, [ENTER, ENTER, ENTER])
    expect(code, screen).toBe(0)
    expect(screen).toContain(`a project of ${tool}`)
    for (const [file, text] of Object.entries(files))
      expect(readFileSync(join(project.root, file), 'utf8'), file).toBe(text)
    const schema = readFileSync(join(project.root, 'sql/schema.sql'), 'utf8')
    expect(schema).toContain('CREATE TABLE public.users')
    expect(schema).toContain('name text')
    expect(schema).not.toContain('CREATE TABLE auth.users')
    const verified = await project.run('migrate', 'verify')
    expect(verified.stdout, verified.stderr).toContain('the migrations keep their promises')
  },
)

test('migrations that refer to what is not there: the config is made all the same, and what to do is said', async () => {
  const project = projectOf({
    'supabase/config.toml': '',
    'supabase/migrations/20240101120000_jobs.sql': "SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1');",
  })
  const {code, screen} = await wizard(project, [ENTER, ENTER, ENTER])
  expect(code, screen).toBe(1)
  expect(screen).toContain('supabase/migrations/20240101120000_jobs.sql:1')
  expect(screen).toContain('schema "cron" does not exist')
  expect(screen).toContain('pgplumb dump DATABASE --output sql/schema.sql')
  expect(existsSync(join(project.root, 'pgplumb.yaml'))).toBe(true)
})
