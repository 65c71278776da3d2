import {expect, test} from 'vitest'
import {type ValidateOptions, validate} from '../../src/schema/validate.ts'

/** `rule line:column message` of each finding. */
async function found(text: string, options: ValidateOptions = {}): Promise<string[]> {
  const findings = await validate([{file: 'schema.sql', text}], options)
  return findings.map(({rule, line, column, message}) => `${rule} ${line}:${column} ${message}`)
}

test('what is right has no findings', async () => {
  expect(await found('')).toEqual([])
  expect(await found('-- only a comment\n;;')).toEqual([])
  expect(
    await found('\ufeffBEGIN;\r\nCREATE TABLE a (id int);\r\nCOPY a FROM stdin;\r\n1\r\n\\.\r\nCOMMIT;\r\n'),
  ).toEqual([])
  expect(await found('\\set t \'a\'\nCREATE TABLE :"t" (id int DEFAULT :n) -- end', {variables: {n: '1'}})).toEqual([])
})

test('every error is reported, at its place', async () => {
  const text = `-- 😀 größe
CREATE TABLE a (id int,);
SELECT '😀', 1 1 2;
CREATE TABLE b (id int;
CREATE TABLE c (id int) -- no semicolon
CREATE TABLE d (id int);
SELEC 1;
CREATE VIEW v AS SELECT 1;
\\dt
SELECT (1 + 2`
  expect(await found(text)).toEqual([
    'syntax-error 2:24 syntax error at or near ")"',
    'syntax-error 3:16 syntax error at or near "1"',
    'syntax-error 4:23 syntax error at or near ";"',
    'syntax-error 6:1 syntax error at or near "CREATE"',
    'syntax-error 7:1 syntax error at or near "SELEC"',
    'script-command 9:1 \\dt only shows something in psql',
    'syntax-error 10:14 syntax error at end of input',
  ])
})

test('a quote that is never closed is found where it opens, and the errors before it', async () => {
  expect(await found("SELECT 1 1 1;\nCREATE TABLE a (id int;\nSELEC 2;\n  SELECT 'abc;\nSELECT 2;\n")).toEqual([
    'syntax-error 1:10 syntax error at or near "1"',
    'syntax-error 2:23 syntax error at or near ";"',
    'syntax-error 3:1 syntax error at or near "SELEC"',
    'syntax-error 4:10 a quoted string that opens here is never closed',
  ])
})

test('a finding says what mends it', async () => {
  const findings = await validate([{file: 'a.sql', text: 'CREATE TABLE a (\n  id int,\n);'}])
  expect(findings).toEqual([
    {
      rule: 'syntax-error',
      severity: 'error',
      object: null,
      file: 'a.sql',
      line: 3,
      column: 1,
      message: 'syntax error at or near ")"',
      cure: 'remove the comma before it',
      sql: null,
    },
  ])
})

test('plpgsql bodies are parsed', async () => {
  const text = `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $x$
BEGIN
  -- 😀 END IF;
  IF 'größe;' = '' THEN
    RETURN 1
  END IF;
  RETURN 2;
END $x$;
DO $$ BEGIN PERFORM 1 1 2; END $$;
CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS 'BEGIN
  RAISE NOTICE ''it''''s %'';
END';
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN retrun; END $$;`
  expect(await found(text)).toEqual([
    'plpgsql-syntax 6:7 syntax error at or near "IF"',
    'plpgsql-syntax 9:23 syntax error at or near "1"',
    'plpgsql-syntax 11:29 too few parameters specified for RAISE',
    'plpgsql-syntax 13:51 syntax error at or near "retrun"',
  ])
})

test('plpgsql that needs the catalogs is not refused', async () => {
  const text = `CREATE FUNCTION f(a app.users, b app.users.id%TYPE, c app.mood[]) RETURNS SETOF app.users LANGUAGE plpgsql AS $$
DECLARE
  r app.users%ROWTYPE; t users%rowtype; v "app"."users"."id"%TYPE; w app.users.tags%TYPE[];
  m app.mood := 'sad'; n app.mood; e app.email NOT NULL := 'x'; k CONSTANT app.mood := 'sad';
BEGIN
  r.id := 1; t.name = 'x'; w[1] := 2; a.id := 3; c[1] := 'sad';
  SELECT m, n INTO m, n FROM app.users;
  SELECT * INTO STRICT r FROM app.users WHERE id = v;
  FOR r IN SELECT * FROM app.users LOOP RETURN NEXT r; END LOOP;
  FOREACH m IN ARRAY c LOOP NULL; END LOOP;
  INSERT INTO app.users SELECT a.* RETURNING id, name INTO v, n;
  RETURN QUERY EXECUTE format('SELECT * FROM %I', 'x') USING m, r.id;
END $$;
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); OLD.a.b := 1; RETURN NEW; END $$;
CREATE FUNCTION h() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', tg_tag; END $$;`
  expect(await found(text)).toEqual([])
})

test('SQL bodies are parsed, strings and BEGIN ATOMIC alike', async () => {
  const text = `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ''it''''s'' FORM x WHERE';
CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql AS $$
  SELECT '😀', $1 +;
$$;
CREATE FUNCTION h() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELEC 2; END;
CREATE FUNCTION i() RETURNS int LANGUAGE sql AS '';
CREATE FUNCTION j() RETURNS int LANGUAGE c AS 'lib', 'symbol';
CREATE FUNCTION k() RETURNS int LANGUAGE sql RETURN 1;
CREATE FUNCTION l() RETURNS int LANGUAGE plpython3u AS $$ return 1 if x else 2 $$;`
  expect(await found(text)).toEqual([
    `sql-body-syntax 1:74 syntax error at or near "x"`,
    'sql-body-syntax 3:20 syntax error at or near ";"',
    'syntax-error 5:69 syntax error at or near "SELEC"',
  ])
})

test('the same object twice', async () => {
  const text = `CREATE TABLE a (id int);
CREATE TABLE public.a (id int);
CREATE TABLE IF NOT EXISTS a (id int);
CREATE INDEX i ON a (id); CREATE INDEX i ON a (id);
CREATE VIEW a AS SELECT 1;
CREATE TYPE t AS ENUM ('x'); CREATE DOMAIN t AS text;
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN 1;
CREATE FUNCTION f(b text) RETURNS int LANGUAGE sql RETURN 1;
CREATE FUNCTION f(integer, OUT c text) LANGUAGE sql RETURN 'x';
CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN 1;
CREATE POLICY p ON a; CREATE POLICY p ON b; CREATE POLICY p ON a;
CREATE TEMP TABLE a (id int);`
  expect(await found(text)).toEqual([
    'duplicate-object 2:14 table public.a is already defined at schema.sql:1',
    'duplicate-object 4:27 index public.i is already defined at schema.sql:4',
    'duplicate-object 5:13 view public.a is already defined at schema.sql:1',
    'duplicate-object 6:30 domain public.t is already defined at schema.sql:6',
    'duplicate-object 9:1 function public.f(int4) is already defined at schema.sql:7',
    'duplicate-object 11:45 policy public.a.p is already defined at schema.sql:11',
  ])
})

test('what was dropped, renamed or is elsewhere is no duplicate', async () => {
  const text = `CREATE TABLE a (id int); CREATE INDEX i ON a (id); DROP TABLE a; CREATE TABLE a (id int); CREATE INDEX i ON a (id);
ALTER TABLE a RENAME TO b; CREATE TABLE a (id int);
CREATE SCHEMA s; SET search_path TO s; CREATE TABLE a (id int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1; DROP FUNCTION f; CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;
CREATE TYPE t AS ENUM (); DROP TYPE IF EXISTS t; CREATE TYPE t AS (a int);`
  expect(await found(text)).toEqual([])
})

test('duplicates are found across files, findings are in the order of the files', async () => {
  const findings = await validate([
    {file: 'b.sql', text: 'CREATE TABLE a (id int);\nSELEC 1;'},
    {file: 'a.sql', text: 'CREATE TABLE a (id int);'},
  ])
  expect(findings.map(({file, rule}) => [file, rule])).toEqual([
    ['b.sql', 'syntax-error'],
    ['a.sql', 'duplicate-object'],
  ])
})

test('what no transaction holds', async () => {
  const text = `CREATE DATABASE d;
VACUUM a;
ANALYZE a;
CREATE INDEX CONCURRENTLY i ON a (id);
ALTER SYSTEM SET work_mem = '1GB';
REINDEX TABLE a;
REINDEX (CONCURRENTLY) TABLE a;
ROLLBACK;
ALTER TABLE a DETACH PARTITION b CONCURRENTLY;`
  const findings = await validate([{file: 'schema.sql', text}])
  expect(findings.map(({rule, line}) => `${rule} ${line}`)).toEqual(
    [1, 2, 4, 5, 7, 8, 9].map((line) => `not-transactional ${line}`),
  )
  expect(findings.every(({cure}) => cure)).toBe(true)
  expect(await found(text, {transaction: false})).toEqual([])
})

test('an index, a generated column and a partition key do not change with time', async () => {
  const text = `CREATE INDEX i ON tokens (id) WHERE expires_at > CURRENT_TIMESTAMP;
CREATE INDEX j ON tokens (date_trunc('day', now() - x));
CREATE TABLE t ('größe' text);
CREATE TABLE t (a int, b timestamptz GENERATED ALWAYS AS (now()) STORED, c timestamptz DEFAULT now(), CHECK (c < now()));
CREATE TABLE u (a int) PARTITION BY RANGE ((a + extract(day FROM CURRENT_DATE)));
CREATE INDEX k ON tokens (app.now());
CREATE INDEX l ON tokens (lower(email)) WHERE NOT revoked;`
  expect(await found(text.replace(/.*größe.*\n/, "SELECT '😀größe';\n"))).toEqual([
    'volatile-in-index 1:50 functions in index predicate must be marked IMMUTABLE: CURRENT_TIMESTAMP is not',
    'volatile-in-index 2:45 functions in index expression must be marked IMMUTABLE: now() is not',
    'volatile-in-index 4:59 generation expression is not immutable: now() is not',
    'volatile-in-index 5:66 functions in partition key expression must be marked IMMUTABLE: CURRENT_DATE is not',
  ])
})

test('includes are followed, and a missing one is a finding', async () => {
  const findings = await validate([{file: 'sql/a.sql', text: '\\ir b.sql\n\\ir c.sql\n'}], {
    readFile: (file) => {
      if (file !== 'sql/b.sql') throw Object.assign(new Error(), {code: 'ENOENT'})
      return '\nSELEC 1;'
    },
  })
  expect(findings).toMatchObject([
    {rule: 'script-command', file: 'sql/a.sql', line: 2, message: 'cannot read sql/c.sql: there is no such file'},
    {rule: 'syntax-error', file: 'sql/b.sql', line: 2},
  ])
})

test('a file that is not there is a failure', async () => {
  await expect(validate([{file: 'nowhere.sql'}])).rejects.toMatchObject({code: 'no_file'})
})

test('many errors in a long file do not cost the square', async () => {
  const text = `${'ALTER TABLE a.b ADD name text NOT NULL;\n'.repeat(20)}SELEC;\n`.repeat(500)
  const start = process.cpuUsage()
  const findings = await validate([{file: 'a.sql', text}])
  expect(findings.filter(({rule}) => rule === 'syntax-error')).toHaveLength(500)
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(20)
})
