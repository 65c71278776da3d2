import {expect, test, vi} from 'vitest'
import type {Plan} from '../../src/plan.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {drift} from '../../src/workspace/drift.ts'
import {plan} from '../../src/workspace/plan.ts'
import {runSteps} from '../support/run-steps.ts'
import {type TestWorkspace, workspaceOf} from '../support/workspace.ts'

vi.setConfig({testTimeout: 240_000})

const ACTUAL = `
CREATE TABLE users (id serial PRIMARY KEY, mail text NOT NULL UNIQUE, age int CHECK (age > 0), parent int REFERENCES users);
CREATE INDEX users_lower ON users (lower(mail)) WHERE mail <> '';
CREATE VIEW v AS SELECT mail FROM users;
CREATE VIEW w AS SELECT count(*) AS n FROM v;
CREATE FUNCTION of_user(u int) RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT mail FROM users WHERE id = u; END;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (mail = current_user);
COMMENT ON COLUMN users.mail IS 'where';
GRANT SELECT (mail) ON users TO PUBLIC;
`
const ROWS = `INSERT INTO users (mail, age) VALUES ('a@b', 7);`

const all = (steps: Plan['steps']) => steps.map(({sql}) => sql)

/** Runs the plan; nothing is then left to do, and the rows are there. */
async function runs({workspace, dev}: TestWorkspace, made: Plan, kept: string): Promise<void> {
  expect({proven: made.proven, reason: made.reason}).toEqual({proven: true, reason: null})
  expect(made.steps.flatMap(({hazards}) => hazards.filter(({code}) => code === 'data-loss'))).toEqual([])
  const rows = await withConnection(dev, async (client) => {
    await runSteps(client, made.steps)
    return (await client.query(kept)).rows
  })
  expect(rows).toEqual([{v: 'a@b'}])
  expect(await drift(workspace, 'dev')).toMatchObject({drifted: false})
  expect((await plan(workspace, 'dev')).steps).toEqual([])
}

test('a column that was renamed keeps its rows, and all that depends on it', async () => {
  const master = ACTUAL.replaceAll('mail', 'email').replaceAll(' SELECT email', ' SELECT email AS mail')
  const here = await workspaceOf(master, ACTUAL + ROWS)
  const {suggestions, steps} = await plan(here.workspace, 'dev', undefined, {prove: false})
  expect(suggestions).toEqual(['public.users.mail=email'])
  expect(steps.some(({hazards}) => hazards.some(({code}) => code === 'data-loss'))).toBe(true)

  const told = await plan(here.workspace, 'dev', undefined, {renames: ['public.users.mail=email']})
  expect(told).toMatchObject({renames: ['public.users.mail=email'], suggestions: []})
  // PostgreSQL brings all that depends on it along: only names are left to follow.
  expect(all(told.steps)).toEqual([
    'ALTER TABLE public.users RENAME COLUMN mail TO email',
    'ALTER TABLE public.users RENAME CONSTRAINT users_mail_key TO users_email_key',
    'ALTER TABLE public.users RENAME CONSTRAINT users_mail_not_null TO users_email_not_null',
  ])
  await runs(here, told, 'SELECT email AS v FROM users')
})

test('a table that was renamed keeps its rows; indexes, constraints and sequences follow', async () => {
  const here = await workspaceOf(ACTUAL.replaceAll('users', 'people'), ACTUAL + ROWS)
  const told = await plan(here.workspace, 'dev', undefined, {renames: ['users=people']})
  expect(all(told.steps).filter((sql) => !/ RENAME /.test(sql))).toEqual([])
  await runs(here, told, 'SELECT mail AS v FROM people')
})

test('a table and its column, each by its old name or the new one; in another schema', async () => {
  const master = `CREATE SCHEMA app; CREATE TABLE app.people (id int PRIMARY KEY, email text NOT NULL);`
  for (const column of ['public.users.mail=email', 'app.people.mail=email']) {
    const here = await workspaceOf(
      master,
      `CREATE SCHEMA app; CREATE TABLE users (id int PRIMARY KEY, mail text NOT NULL); INSERT INTO users VALUES (1, 'a@b')`,
    )
    await runs(
      here,
      await plan(here.workspace, 'dev', undefined, {renames: ['public.users=app.people', column]}),
      'SELECT email AS v FROM app.people',
    )
  }
})

test('other kinds: enum values, attributes, types, functions, views, schemas', async () => {
  const before = `
    CREATE SCHEMA one;
    CREATE TYPE one.mood AS ENUM ('sad', 'ok');
    CREATE TYPE one.pair AS (x int, y int);
    CREATE FUNCTION one.f(a int) RETURNS int LANGUAGE sql RETURN a + 1;
    CREATE FUNCTION one.f(a text) RETURNS text LANGUAGE sql RETURN a;
    CREATE TABLE one.t (a text DEFAULT 'a@b', m one.mood DEFAULT 'sad', p one.pair, n int DEFAULT one.f(1));
    CREATE VIEW one.v AS SELECT a FROM one.t;
    INSERT INTO one.t DEFAULT VALUES;`
  const after = `
    CREATE SCHEMA two;
    CREATE TYPE two.feeling AS ENUM ('blue', 'ok');
    CREATE TYPE two.pair AS (a int, y int);
    CREATE FUNCTION two.g(a int) RETURNS int LANGUAGE sql RETURN a + 1;
    CREATE FUNCTION two.f(a text) RETURNS text LANGUAGE sql RETURN a;
    CREATE TABLE two.t (a text DEFAULT 'a@b', m two.feeling DEFAULT 'blue', p two.pair, n int DEFAULT two.g(1));
    CREATE VIEW two.w AS SELECT a FROM two.t;`
  const here = await workspaceOf(after, before)
  const renames = [
    'schema one=two',
    'one.mood.sad=blue',
    'one.mood=feeling',
    'one.pair.x=a',
    'one.f(integer)=g',
    'view one.v=w',
  ]
  const told = await plan(here.workspace, 'dev', undefined, {renames})
  expect(all(told.steps).filter((sql) => !/ RENAME /.test(sql))).toEqual([])
  await runs(here, told, 'SELECT a AS v FROM two.t')
})

test('a comment in the master schema says it as well, and may stay there', async () => {
  const here = await workspaceOf(
    `-- pgplumb: renamed from users
     CREATE TABLE people (
       id int PRIMARY KEY,
       email text NOT NULL, -- pgplumb: renamed from mail
       age int CONSTRAINT adult CHECK (age > 0)
     );`,
    `CREATE TABLE users (id int PRIMARY KEY, mail text NOT NULL, age int CHECK (age > 0)); INSERT INTO users VALUES (1, 'a@b', 2)`,
  )
  const told = await plan(here.workspace, 'dev')
  expect(told.renames).toEqual(['users=people', 'people.mail=email'])
  await runs(here, told, 'SELECT email AS v FROM people')
})

test('an index under another name is renamed, not built again; unlike ones are not', async () => {
  const here = await workspaceOf(
    'CREATE TABLE t (a int, b int); CREATE INDEX new_name ON t (a); CREATE INDEX other ON t (b DESC);',
    'CREATE TABLE t (a int, b int); CREATE INDEX old_name ON t (a); CREATE INDEX another ON t (b);',
  )
  expect(all((await plan(here.workspace, 'dev')).steps)).toEqual([
    'ALTER INDEX public.old_name RENAME TO new_name',
    'DROP INDEX CONCURRENTLY public.another',
    'CREATE INDEX CONCURRENTLY other ON public.t USING btree (b DESC)',
  ])
})

test('a partitioned table: the indexes of its partitions follow', async () => {
  const sql = (table: string) => `
    CREATE TABLE ${table} (at date NOT NULL, v text) PARTITION BY RANGE (at);
    CREATE TABLE ${table}_24 PARTITION OF ${table} FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    CREATE INDEX ON ${table} (v);`
  const here = await workspaceOf(
    sql('events'),
    `${sql('happenings')} INSERT INTO happenings VALUES ('2024-02-02', 'a@b')`,
  )
  const told = await plan(here.workspace, 'dev', undefined, {renames: ['happenings=events', 'happenings_24=events_24']})
  expect(all(told.steps).filter((one) => !/ RENAME /.test(one))).toEqual([])
  await runs(here, told, 'SELECT v FROM events')
})

test('what cannot be renamed says why', async () => {
  const here = await workspaceOf(
    'CREATE TABLE t (b int, c int);',
    'CREATE TABLE t (a int, b int); CREATE TABLE d (x int, CONSTRAINT x CHECK (x > 0));',
  )
  const refusal = (rename: string) => plan(here.workspace, 'dev', undefined, {renames: [rename]})
  await expect(refusal('t.x=y')).rejects.toMatchObject({
    code: 'unknown_rename',
    message: expect.stringContaining('no t.x'),
  })
  await expect(refusal('t.a=b')).rejects.toMatchObject({code: 'rename_conflict'})
  await expect(refusal('d.x=y')).rejects.toMatchObject({
    code: 'ambiguous_rename',
    hint: '--rename "column d.x=y" or --rename "constraint d.x=y"',
  })
  await expect(refusal('nonsense')).rejects.toMatchObject({code: 'usage'})
})

test('the command line: suggested, told, applied', async () => {
  const {project, dev} = await workspaceOf(
    'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);',
    `CREATE TABLE users (id int PRIMARY KEY, mail text NOT NULL); INSERT INTO users VALUES (1, 'a@b')`,
  )
  const planned = await project.run('plan', 'dev')
  expect(planned).toMatchObject({code: 1})
  expect(planned.stdout).toContain('--   pgplumb plan dev --rename public.users.mail=email\n')
  const refused = await project.run('apply', 'dev')
  expect(refused.code).toBe(2)
  expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain('pgplumb apply dev --rename public.users.mail=email')
  expect(await project.run('apply', 'dev', '--rename', 'public.users.mail=email')).toMatchObject({code: 0})
  expect(await withConnection(dev, async (client) => (await client.query('SELECT email FROM users')).rows)).toEqual([
    {email: 'a@b'},
  ])
  // Where it is done already there is nothing to do.
  expect(await project.run('apply', 'dev', '--rename', 'public.users.mail=email')).toMatchObject({code: 0})
})
