import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import {recognise} from '../../src/init/recognise.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {bin} from '../support/cli.ts'
import {createDatabase} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'
import {outcome, startNode} from '../support/process.ts'
import {projectOf, type TestProject, urlWithPassword} from '../support/project.ts'

const SHARED = `
  CREATE ROLE pgplumb_test_init; CREATE TABLE tenants (id int PRIMARY KEY);
  CREATE TABLE orders (id int PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants);
  CREATE TABLE invoices (id int PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants);
  ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON orders TO pgplumb_test_init USING (tenant_id = current_setting('app.tenant', true)::int);
  CREATE TABLE refresh_tokens (id int PRIMARY KEY, tenant_id int NOT NULL, expires_at timestamptz NOT NULL);
  COMMENT ON TABLE orders IS 'it''s; "quoted"';`

const PER_SCHEMA = `
  CREATE TABLE tenants (id int PRIMARY KEY, schema_name text UNIQUE);
  CREATE SCHEMA template; CREATE TABLE template.deals (id int PRIMARY KEY);
  CREATE SCHEMA acme; CREATE TABLE acme.deals (id int PRIMARY KEY);
  INSERT INTO tenants VALUES (1, 'acme');`

test('from nothing: a config that validates, a place for the schema; and a second run changes nothing', async () => {
  const project = projectOf({})
  const {code, stdout} = await project.run('init', '--yes', '--port', '5439')
  expect(code).toBe(0)
  expect(stdout).toContain('wrote pgplumb.yaml')
  expect(stdout).toContain('pgplumb apply')
  const read = () => readFileSync(join(project.root, 'pgplumb.yaml'), 'utf8')
  expect(read()).toContain('dev: { server: embedded, port: 5439 }')
  expect(readFileSync(join(project.root, '.gitignore'), 'utf8')).toBe('.pgplumb/\n')
  expect((await project.run('validate')).code).toBe(0)

  writeFileSync(join(project.root, 'pgplumb.yaml'), `${read()}# mine\n`)
  const before = [read(), readdirSync(project.root, {recursive: true}).sort()]
  const again = await project.run('init', '--yes', '--port', '6000')
  expect(again.code).toBe(0)
  expect(again.stdout.trim()).toBe('pgplumb.yaml is there already: it stays as it is')
  expect([read(), readdirSync(project.root, {recursive: true}).sort()]).toEqual(before)
})

test('from a database: its schema, a baseline that can run twice, and what it looks as if it wanted', async () => {
  const address = await createDatabase(SHARED)
  try {
    const project = projectOf({}, {APP_URL: urlWithPassword(address)})
    const {code, stdout, stderr} = await project.run('init', '--from', 'APP_URL', '--json')
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      existing: null,
      proposal: {
        isolation: {column: 'tenant_id', setting: 'app.tenant', role: 'pgplumb_test_init', tables: 3},
        tenancy: null,
        expire: [{table: 'public.refresh_tokens', column: 'expires_at'}],
      },
    })
    const config = readFileSync(join(project.root, 'pgplumb.yaml'), 'utf8')
    expect(config).toContain(`prod: { url: "\${APP_URL}", protected: true }`)
    expect(config).toContain('column: tenant_id')
    // What deletes rows waits for a person.
    expect(config).toMatch(/^ {2}# {3}- \{ table: public\.refresh_tokens/m)
    expect(config).not.toContain(urlWithPassword(address))
    expect((await project.run('drift', 'prod')).stdout).toContain('agrees')
    expect(await project.run('migrate', 'verify')).toMatchObject({code: 0})
  } finally {
    await withConnection(address, (client) => client.query('DROP POLICY own ON orders; DROP ROLE pgplumb_test_init'))
  }
})

test('a schema per tenant is recognised, and the tenants are not taken for the schema', async () => {
  const address = await createDatabase(PER_SCHEMA)
  const project = projectOf({})
  const {code, stderr} = await project.run('init', '--yes', '--from', urlWithPassword(address))
  expect(code, stderr).toBe(0)
  const config = readFileSync(join(project.root, 'pgplumb.yaml'), 'utf8')
  expect(config).toContain('model: schema')
  expect(config).toContain('template: template')
  const schema = readFileSync(join(project.root, 'sql/schema.sql'), 'utf8')
  expect(schema).toContain('template.deals')
  expect(schema).not.toContain('acme')
})

const USERS = 'CREATE TABLE users (id int PRIMARY KEY);'
const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dbmate: {
    'db/migrations/20240101000000_users.sql': `-- migrate:up\n${USERS}\n\n-- migrate:down\nDROP TABLE users;\n`,
  },
  Prisma: {'prisma/schema.prisma': '', 'prisma/migrations/20240101000000_users/migration.sql': USERS},
  Supabase: {'supabase/config.toml': '', 'supabase/migrations/20240101000000_users.sql': USERS},
  'node-pg-migrate': {
    'package.json': '{"devDependencies": {"node-pg-migrate": "8"}}',
    'migrations/1704067200000_users.sql': `-- Up Migration\n${USERS}\n-- Down Migration\nDROP TABLE users;`,
    'migrations/1704067200001_more.js': 'export const up = () => {}',
  },
  Flyway: {'sql/V1__users.sql': USERS, 'sql/U1__users.sql': 'DROP TABLE users;', 'sql/R__views.sql': 'SELECT 1;'},
  'golang-migrate': {'migrations/000001_users.up.sql': USERS, 'migrations/000001_users.down.sql': 'DROP TABLE users;'},
  'graphile-migrate': {'.gmrc': '{}', 'migrations/committed/000001.sql': `--! Previous: -\n\n${USERS}`},
}

test('projects of other tools are recognised, and their migrations keep the numbers that the tool recorded', () => {
  const found = Object.fromEntries(
    Object.entries(PROJECTS).map(([tool, files]) => {
      const {asIs, folder, files: copies, leftOut} = recognise(temporaryFolder(files)) ?? {}
      return [tool, {asIs, folder, copies: copies?.map(({path, text}) => [path, text.trim()]), leftOut}]
    }),
  )
  const asIs = (folder: string) => ({asIs: true, folder, copies: [], leftOut: []})
  const copied = (folder: string, copies: readonly (readonly string[])[], leftOut: readonly string[] = []) => ({
    asIs: false,
    folder,
    copies,
    leftOut,
  })
  const DOWN = 'DROP TABLE users;'
  expect(found).toEqual({
    dbmate: copied('db/migrations', [
      ['20240101000000_users.sql', USERS],
      ['20240101000000_users.down.sql', DOWN],
    ]),
    Prisma: copied('prisma/migrations', [['20240101000000_users.sql', USERS]]),
    Supabase: asIs('supabase/migrations'),
    'node-pg-migrate': copied(
      'migrations',
      [
        ['1704067200000_users.sql', USERS],
        ['1704067200000_users.down.sql', DOWN],
      ],
      ['1704067200001_more.js'],
    ),
    Flyway: copied('sql', [
      ['R__views.sql', 'SELECT 1;'],
      ['1_users.down.sql', DOWN],
      ['1_users.sql', USERS],
    ]),
    'golang-migrate': asIs('migrations'),
    'graphile-migrate': asIs('migrations/committed'),
  })
})

test('a project of dbmate: its migrations build the master schema, and its files stay as they are', async () => {
  const files = PROJECTS.dbmate ?? {}
  const project = projectOf(files)
  const {code, stdout, stderr} = await project.run('init', '--yes')
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('a project of dbmate')
  for (const [file, text] of Object.entries(files))
    expect(readFileSync(join(project.root, file), 'utf8'), file).toBe(text)
  expect(readFileSync(join(project.root, 'sql/schema.sql'), 'utf8')).toContain('CREATE TABLE public.users')
  expect((await project.run('drift', 'sql/migrations')).stdout).toContain('agrees')
})

const git = (root: string, ...args: readonly string[]): string =>
  execFileSync('git', [...args], {cwd: root, encoding: 'utf8'})

/** A project in a repository of its own. */
function inRepository(files: Readonly<Record<string, string>>): TestProject {
  const project = projectOf(files)
  git(project.root, 'init', '--quiet')
  return project
}

test('hooks: git, husky, or the lines for a file that a person keeps; ci: a pipeline', async () => {
  const plain = inRepository({})
  expect((await plain.run('init', '--yes', '--hooks', '--ci', 'github')).code).toBe(0)
  expect(statSync(join(plain.root, '.git/hooks/pre-commit')).mode & 0o111).not.toBe(0)
  expect(readFileSync(join(plain.root, '.github/workflows/pgplumb.yml'), 'utf8')).toContain('upload-sarif')
  expect((await plain.run('init', '--hooks')).stdout).not.toContain('add this')

  const husky = inRepository({'.husky/pre-commit': 'npm test', 'pgplumb.yaml': '', '.gitlab-ci.yml': 'stages: [test]'})
  const {stdout} = await husky.run('init', '--hooks', '--ci', 'gitlab')
  expect(stdout).toContain('it stays as it is')
  expect(stdout).toContain('add this to .gitlab-ci.yml:')
  expect((await husky.run('init', '--hooks')).code).toBe(0)
  expect(readFileSync(join(husky.root, '.husky/pre-commit'), 'utf8')).toBe(
    'npm test\nnpx --no-install pgplumb validate || exit 1\n',
  )
  expect(existsSync(join(husky.root, '.gitlab/pgplumb.yml'))).toBe(true)
  expect(readFileSync(join(husky.root, '.gitlab-ci.yml'), 'utf8')).toBe('stages: [test]')

  const lefthook = inRepository({'lefthook.yml': 'pre-push:\n'})
  expect((await lefthook.run('init', '--yes', '--hooks')).stdout).toContain('add this to lefthook.yml')
  expect(readFileSync(join(lefthook.root, 'lefthook.yml'), 'utf8')).toBe('pre-push:\n')

  const none = await projectOf({}).run('init', '--yes', '--hooks')
  expect(none).toMatchObject({code: 2})
  expect(none.stderr).toContain('git init')
})

test('hooks of a project that is not at the top of its repository, of a linked work tree, and elsewhere', async () => {
  const outer = inRepository({'services/the shop/pgplumb.yaml': '', 'a.txt': ''})
  const shop = join(outer.root, 'services/the shop')
  const init = (cwd: string) => outcome(startNode([bin, 'init', '--hooks'], {}, cwd))
  expect(await init(shop)).toMatchObject({code: 0, stdout: expect.stringContaining('../../.git/hooks/pre-commit')})
  expect(readFileSync(join(outer.root, '.git/hooks/pre-commit'), 'utf8')).toContain(
    "(cd 'services/the shop' && npx --no-install pgplumb validate) || exit 1",
  )
  git(outer.root, 'add', 'a.txt')
  git(outer.root, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--no-verify', '-m', 'a')
  git(outer.root, 'worktree', 'add', '--quiet', 'linked')
  expect((await init(join(outer.root, 'linked'))).stdout).toContain('pgplumb.yaml')

  const shared = inRepository({'pgplumb.yaml': ''})
  git(shared.root, 'config', 'core.hooksPath', 'tools/hooks')
  expect((await shared.run('init', '--hooks')).stdout).toContain('wrote tools/hooks/pre-commit')
})

test('what is no project of another tool is none', () => {
  const root = temporaryFolder({'migrations/readme.md': '', 'package.json': '{}', 'sql/schema.sql': 'SELECT 1'})
  mkdirSync(dirname(join(root, 'prisma/migrations/x')), {recursive: true})
  expect(recognise(root)).toBeNull()
})
