import {expect, test} from 'vitest'
import {loadParser} from '../../../../src/schema/parse.ts'
import {renameComments} from '../../../../src/schema/plan/rename/comments.ts'
import {renameText} from '../../../../src/schema/plan/rename/rename.ts'

const said = async (sql: string): Promise<string[]> => {
  await loadParser()
  return renameComments(sql).map((rename) => `${rename.kind} ${renameText(rename)}`)
}

test.each([
  [
    'column public.users.mail=email',
    'CREATE TABLE public.users (id int, email text NOT NULL, -- pgplumb: renamed from mail\n age int);',
  ],
  [
    'column users.mail=email',
    'CREATE TABLE users (\n  id int,\n  -- pgplumb: renamed from mail\n  email varchar(20) DEFAULT f(1, 2),\n  age int\n);',
  ],
  ['column users.age=years', 'CREATE TABLE IF NOT EXISTS users (id int, years int -- pgplumb: renamed from age\n);'],
  ['column users."Mail"="E-Mail"', 'CREATE TABLE users ("E-Mail" text /* pgplumb: renamed from "Mail" */, b int);'],
  [
    'constraint users.old=adult',
    'CREATE TABLE users (a int, CONSTRAINT adult CHECK (a > 18 AND a < 99) -- pgplumb: renamed from old\n);',
  ],
  ['table public.people=users', '-- pgplumb: renamed from people\nCREATE TABLE public.users (id int);'],
  ['table people=users', 'SELECT 1;\nCREATE TABLE users ( -- pgplumb: renamed from people\n  id int\n);'],
  ['table people=users', 'CREATE TABLE users (id int); -- pgplumb: renamed from people\nCREATE TABLE b (c int);'],
  ['table old.people=app.users', '-- pgplumb: renamed from old.people\nCREATE UNLOGGED TABLE app.users (id int);'],
  ['value mood.sad=blue', "CREATE TYPE mood AS ENUM ('ok', 'blue' -- pgplumb: renamed from sad\n);"],
  ['attribute pair.x=a', 'CREATE TYPE pair AS (a int, -- pgplumb: renamed from x\n b int);'],
  ['type feeling=mood', "-- pgplumb: renamed from feeling\nCREATE TYPE mood AS ENUM ('ok');"],
  [
    'index app.by_mail=by_email',
    '-- pgplumb: renamed from by_mail\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS by_email ON app.users (email);',
  ],
  ['policy app.users.mine=own', '-- pgplumb: renamed from mine\nCREATE POLICY own ON app.users USING (true);'],
  [
    'trigger users.touch=stamp',
    'CREATE TRIGGER stamp BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f(); -- pgplumb: renamed from touch',
  ],
  [
    'materialized view public.sums=totals',
    '-- pgplumb: renamed from sums\nCREATE MATERIALIZED VIEW public.totals AS SELECT 1;',
  ],
  [
    'function f=g',
    '-- pgplumb: renamed from f\nCREATE OR REPLACE FUNCTION g(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;',
  ],
  [
    'constraint users.k=users_pkey',
    'ALTER TABLE ONLY users ADD CONSTRAINT users_pkey PRIMARY KEY (id); -- pgplumb: renamed from k',
  ],
])('%s', async (rename, sql) => {
  expect(await said(sql)).toEqual([rename])
})

test('what only looks like one is none', async () => {
  expect(
    await said("INSERT INTO t VALUES ('-- pgplumb: renamed from x');\n-- renamed from y\nCREATE TABLE t ();"),
  ).toEqual([])
  expect(await said('-- pgplumb: renamed from x\n')).toEqual([])
  expect(await said('-- pgplumb: renamed from x\nSELECT 1;')).toEqual([])
})
