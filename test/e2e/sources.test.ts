import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test, vi} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent, quoteLiteral} from '../../src/postgres/quote.ts'
import {createDatabase} from '../support/database.ts'
import {projectOf, projectWithDatabases, urlWithPassword} from '../support/project.ts'

vi.setConfig({testTimeout: 240_000})

const SCHEMA = `
\\ir tables.sql
CREATE TABLE copies (LIKE users INCLUDING ALL);
CREATE INDEX users_role ON users (role);
`
const TABLES = `CREATE TABLE users (id int PRIMARY KEY, role varchar(9) CHECK (role IN ('a', 'b')), account int REFERENCES auth.accounts);`
const PRELUDE = 'CREATE SCHEMA auth; CREATE TABLE auth.accounts (id int PRIMARY KEY);'

test('a database, a URL, files, a dump and a folder of migrations are the same schema', async () => {
  const project = await projectWithDatabases({
    'sql/prelude.sql': PRELUDE,
    'sql/schema.sql': SCHEMA,
    'sql/tables.sql': TABLES,
    'sql/migrations/001_users.sql': `${TABLES}\nCREATE TABLE copies (LIKE users INCLUDING ALL);`,
    'sql/migrations/002_index.sql': 'CREATE INDEX CONCURRENTLY users_role ON users (role);',
  })
  expect(await project.run('apply', 'dev')).toMatchObject({code: 0})
  // What the platform adds to its own schema is nobody's drift.
  await withConnection(project.dev, (client) => client.query('CREATE TABLE auth.sessions (id int)'))
  const {stdout: dumped} = await project.run('dump', 'dev')
  project.write('dump.sql', dumped)
  for (const [actual, expected] of [
    ['dev', urlWithPassword(project.dev)],
    ['dev', 'sql/schema.sql'],
    ['dev', 'sql/migrations'],
    ['sql/migrations', 'sql/schema.sql'],
  ] as const) {
    const {code, stdout} = await project.run('drift', actual, expected)
    expect([actual, expected, code, stdout]).toEqual([actual, expected, 0, expect.stringContaining('agrees with')])
  }
  expect((await project.run('dump', 'sql/migrations')).stdout).toContain('CREATE INDEX users_role')
  mkdirSync(join(project.root, 'empty'))
  expect(await project.run('drift', 'dev', 'empty')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no .sql file in'),
  })
})

test('what pg_dump leaves out is drift; owners only where asked for', async () => {
  const project = await projectWithDatabases({
    'sql/schema.sql':
      'CREATE TABLE a (i int PRIMARY KEY); CREATE TABLE b (i int REFERENCES a); CREATE INDEX b_i ON b (i);',
  })
  expect(await project.run('apply')).toMatchObject({code: 0})
  const owner = `owner_${project.dev.database}`
  const database = quoteIdent(project.dev.database)
  await withConnection(project.dev, async (client) => {
    await client.query(`CREATE ROLE ${owner}; ALTER TABLE b OWNER TO ${owner}; ALTER SCHEMA public OWNER TO ${owner}`)
  })
  try {
    expect(await project.run('drift', 'dev', 'test')).toMatchObject({code: 0})
    expect(await project.run('drift', 'dev', 'test', '--owners')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/owner/),
    })
    await withConnection(project.dev, async (client) => {
      await client.query('ALTER TABLE b DISABLE TRIGGER ALL')
      await client.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'b_i'::regclass")
      await client.query(`ALTER DATABASE ${database} SET work_mem = ${quoteLiteral('9MB')}`)
      await client.query('GRANT SELECT ON a TO PUBLIC')
    })
    const {code, stdout} = await project.run('drift', 'dev', '--json')
    expect(code).toBe(1)
    const {changes}: {changes: {kind: string; identity: string}[]} = JSON.parse(stdout)
    expect(changes.map(({kind, identity}) => `${kind} ${identity}`).sort()).toEqual([
      'acl table public.a',
      'fk constraint public.b.b_i_fkey',
      'index public.b_i',
      expect.stringMatching(/^setting .*work_mem/),
    ])
    const without = await project.run('drift', 'dev', '--no-privileges', '--json')
    expect(JSON.parse(without.stdout).changes).toHaveLength(3)
  } finally {
    await withConnection(project.dev, (client) =>
      client.query(`REASSIGN OWNED BY ${owner} TO CURRENT_USER; DROP OWNED BY ${owner}; DROP ROLE ${owner}`),
    )
  }
})

test('--pg-dump names the one to use, and one that is none is refused', async () => {
  const dev = await createDatabase('CREATE TABLE t (a int)')
  const {run} = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: "${urlWithPassword(dev)}"}}`,
    'sql/schema.sql': 'CREATE TABLE t (a int);',
  })
  const refused = await run('drift', '--pg-dump', '/no/such/pg_dump')
  expect(refused).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('/no/such/pg_dump')})
})
