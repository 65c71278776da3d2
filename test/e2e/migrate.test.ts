import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {SUBCOMMANDS} from '../../src/command/at-once/migrate.ts'
import {session} from '../support/database.ts'
import {projectWithDatabases} from '../support/project.ts'

const T = '-- WHAT: t\n-- WHY: needed\nCREATE TABLE IF NOT EXISTS t (id bigint PRIMARY KEY, name text);\n'

test('without flags migrate takes the short way, silent where all is in effect, and says the same', async () => {
  const {run, write, dev} = await projectWithDatabases({
    'sql/migrations/001_t.sql': T,
    'sql/migrations/R__v.sql': 'CREATE OR REPLACE VIEW v AS SELECT 1 AS a;',
  })
  const nothing = {code: 0, stdout: 'dev: nothing to do\ntest: nothing to do\n'}
  expect(await run('migrate')).toMatchObject({code: 0, stderr: expect.stringContaining('migrate dev: done')})
  expect(await run('migrate')).toMatchObject({...nothing, stderr: ''})
  expect(await run('migrate', 'up', 'test')).toMatchObject({code: 0, stdout: 'test: nothing to do\n', stderr: ''})
  expect(await run('migrate', 'status')).toMatchObject({code: 0, stdout: expect.stringContaining('001')})
  expect(await run('migrate', 'nowhere')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no database "nowhere"'),
  })

  write('sql/migrations/001_t.sql', `${T}-- only a comment\n`)
  expect(await run('migrate')).toMatchObject({...nothing, stderr: expect.stringContaining('migrate dev: done')})
  write('sql/migrations/R__v.sql', 'CREATE OR REPLACE VIEW v AS SELECT 2 AS a;')
  expect(await run('migrate')).toMatchObject({code: 0, stdout: expect.stringContaining('dev: sql/migrations/R__v.sql')})
  write('sql/migrations/001_t.sql', `${T}CREATE TABLE u ();\n`)
  expect(await run('migrate')).toMatchObject({code: 2, stderr: expect.stringContaining('changed after being applied')})
  write('sql/migrations/001_t.sql', T)
  const client = await session(dev)
  await client.query(
    "UPDATE schema_migrations SET applied_at = NULL, statements_done = 0, statements_total = 1 WHERE version = '001'",
  )
  expect(await run('migrate', 'dev')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('dev: sql/migrations/001_t.sql'),
  })
})

test('the words that may follow migrate and are no databases', () => {
  const commands = readdirSync(new URL('../../commands/migrate', import.meta.url)).map((file) =>
    file.replace(/\.ts$/, ''),
  )
  expect([...SUBCOMMANDS].sort()).toEqual(commands.filter((name) => name !== 'index').sort())
})

test('migrate new writes the next file with a header, and its way back', async () => {
  const {root, run} = await projectWithDatabases({'sql/migrations/004_t.sql': T})
  expect(await run('migrate', 'new', 'Add phone to "users"', '--down')).toMatchObject({
    code: 0,
    stdout: 'sql/migrations/005_add_phone_to_users.sql\nsql/migrations/005_add_phone_to_users.down.sql\n',
  })
  expect(readFileSync(join(root, 'sql/migrations/005_add_phone_to_users.sql'), 'utf8')).toMatch(
    /^-- WHAT: Add phone to "users"\n-- WHY: /,
  )
  expect(existsSync(join(root, 'sql/migrations/005_add_phone_to_users.down.sql'))).toBe(true)
  expect(await run('migrate', 'new', '   ')).toMatchObject({code: 2, stdout: ''})
})

test('migrate lint finds, mends with --fix, and exits by --fail-on', async () => {
  const {root, run} = await projectWithDatabases({
    'sql/migrations/001_t.sql': T,
    'sql/migrations/002_i.sql': '-- WHAT: i\n-- WHY: fast\nCREATE INDEX t_name ON t (name);\n',
  })
  const found = await run('migrate', 'lint', '--since', '001')
  expect(found.code).toBe(1)
  expect(found.stdout).toContain('create-index-not-concurrently')
  expect(found.stdout).toMatch(/^sql\/migrations\/002_i.sql\n\s+3:1 /)
  const github = await run('migrate', 'lint', '--since', '001', '--format', 'github')
  expect(github.stdout).toContain('file=sql/migrations/002_i.sql,line=3')
  const fixed = await run('migrate', 'lint', '--since', '001', '--fix')
  expect(fixed.stderr).toContain('fixed sql/migrations/002_i.sql:3: create-index-not-concurrently')
  expect(readFileSync(join(root, 'sql/migrations/002_i.sql'), 'utf8')).toContain(
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS t_name',
  )
  expect(await run('migrate', 'lint', '--since', '001')).toMatchObject({code: 0})
  expect(await run('migrate', 'lint', 'sql/migrations/009_none.sql')).toMatchObject({code: 2})
})

test('where the database is empty, the prelude comes before the first migration, once, and in a rehearsal, too', async () => {
  const {run, dev} = await projectWithDatabases(
    {
      'sql/prelude.sql': 'CREATE SCHEMA auth; CREATE TABLE auth.users (id bigint PRIMARY KEY);',
      'sql/migrations/001_t.sql': '-- WHAT: t\n-- WHY: needed\nCREATE TABLE t (id bigint REFERENCES auth.users);\n',
    },
    'prelude: sql/prelude.sql',
  )
  expect(await run('migrate', 'rehearse', 'dev')).toMatchObject({code: 0})
  expect(await run('migrate', 'dev', '--dry-run')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\\i 'sql\/prelude.sql'\n/),
  })
  const runs = await Promise.all([run('migrate', 'dev'), run('migrate', 'dev')])
  expect(runs.map(({code}) => code)).toEqual([0, 0])
  expect(runs.filter(({stderr}) => stderr.includes('the prelude comes first: sql/prelude.sql'))).toHaveLength(1)
  expect((await (await session(dev)).query('SELECT version FROM schema_migrations')).rows).toEqual([{version: '001'}])
  expect((await run('migrate', 'dev', '--dry-run')).stdout).toBe('')
})

test('migrate rehearse tells what a pending file does, and leaves the database as it is', async () => {
  const {run, write, dev} = await projectWithDatabases({'sql/migrations/001_t.sql': T})
  await run('migrate', 'dev')
  const client = await session(dev)
  await client.query("INSERT INTO t SELECT i, 'x' FROM generate_series(1, 500) i")
  write('sql/migrations/002_type.sql', '-- WHAT: x\n-- WHY: y\nALTER TABLE t ALTER COLUMN id TYPE numeric;\n')
  const {code, stdout} = await run('migrate', 'rehearse', 'dev')
  expect(code).toBe(0)
  expect(stdout).toMatch(/sql\/migrations\/002_type.sql\n\s+3 /)
  expect(stdout).toContain('ACCESS EXCLUSIVE')
  expect(stdout).toMatch(/rewrites/)
  const json = JSON.parse((await run('migrate', 'rehearse', 'dev', '--json')).stdout)
  expect(json.statements).toMatchObject([{file: 'sql/migrations/002_type.sql', line: 3, rewritten: ['t']}])
  write('sql/migrations/003_bad.sql', 'SELECT 1 / 0;\n')
  const failed = await run('migrate', 'rehearse', 'dev')
  expect([failed.code, failed.stdout.includes('division by zero')]).toEqual([1, true])
  const {rows} = await client.query(
    "SELECT atttypid::regtype::text AS type FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'id'",
  )
  expect(rows).toEqual([{type: 'bigint'}])
  const {rows: leftovers} = await client.query(
    "SELECT datname FROM pg_database WHERE datname ~ '^pgplumb_(copy|rehearse)'",
  )
  expect(leftovers.filter(({datname}) => datname.includes('rehearse'))).toEqual([])
})
