import {expect, test} from 'vitest'
import {loadParser} from '../../../src/schema/parse.ts'
import {fill} from '../../../src/tenants/rewrite/pattern.ts'
import {patternOf} from '../../../src/tenants/rewrite/references.ts'

await loadParser()
const renamed = (sql: string, from = 'template', to = 't1') => fill(patternOf(sql, from), to)

test.each([
  ['CREATE SCHEMA template;', 'CREATE SCHEMA t1;'],
  ['CREATE TABLE template.template (template int)', 'CREATE TABLE t1.template (template int)'],
  ["CREATE TABLE template.a (x text DEFAULT 'template.a')", `CREATE TABLE t1.a (x text DEFAULT 'template.a')`],
  [
    "ALTER TABLE template.a ALTER x SET DEFAULT nextval('template.s'::regclass)",
    `ALTER TABLE t1.a ALTER x SET DEFAULT nextval('t1.s'::regclass)`,
  ],
  [
    'CREATE VIEW template.v AS SELECT template.id, template.* FROM template.template',
    'CREATE VIEW t1.v AS SELECT template.id, template.* FROM t1.template',
  ],
  [
    'CREATE VIEW template.v AS SELECT template.a.id, é.x FROM template.a, template.é',
    'CREATE VIEW t1.v AS SELECT t1.a.id, é.x FROM t1.a, t1.é',
  ],
  ["COMMENT ON SCHEMA template IS 'SCHEMA template'", `COMMENT ON SCHEMA t1 IS 'SCHEMA template'`],
  [
    'ALTER DEFAULT PRIVILEGES FOR ROLE o IN SCHEMA template GRANT SELECT ON TABLES TO r',
    'ALTER DEFAULT PRIVILEGES FOR ROLE o IN SCHEMA t1 GRANT SELECT ON TABLES TO r',
  ],
  ['GRANT USAGE ON SCHEMA template TO template', 'GRANT USAGE ON SCHEMA t1 TO template'],
  [
    "CREATE FUNCTION template.f() RETURNS int LANGUAGE sql SET search_path TO 'template', 'public' AS $$SELECT template.id FROM template.template$$",
    `CREATE FUNCTION t1.f() RETURNS int LANGUAGE sql SET search_path TO 't1', 'public' AS 'SELECT template.id FROM t1.template'`,
  ],
  ['ALTER SEQUENCE template.s OWNED BY template.a.template', 'ALTER SEQUENCE t1.s OWNED BY t1.a.template'],
])('%s', (sql, expected) => {
  expect(renamed(sql)).toBe(expected)
})

test('in a plpgsql body the parser tells a schema from a variable, and SQL that is run from a string', () => {
  const body = `
    DECLARE template record; n int; other template.users.id%TYPE; row template.users%ROWTYPE;
    BEGIN
      SELECT count(*) INTO n FROM template.users u WHERE u.name = 'template.users';
      FOR template IN SELECT * FROM template.users LOOP
        template.id := template.id + nextval('template.s');
      END LOOP;
      EXECUTE 'DELETE FROM template.users WHERE name = ''template.x''';
      EXECUTE format('SELECT * FROM template.%I', 'it''s');
      RAISE NOTICE 'template.users';
      RETURN NEW;
    END`
  const sql = renamed(
    `CREATE FUNCTION template.f() RETURNS trigger LANGUAGE plpgsql AS $_$${body}$_$`,
    'template',
    `o'k`,
  )
  const quoted = /AS '(.*)'$/s.exec(sql)?.[1]?.replaceAll("''", "'")
  expect(quoted).toBe(
    body
      .replace('FROM template.users u', `FROM "o'k".users u`)
      .replace('IN SELECT * FROM template.users', `IN SELECT * FROM "o'k".users`)
      .replace('template.users.id%TYPE', `"o'k".users.id%TYPE`)
      .replace('template.users%ROWTYPE', `"o'k".users%ROWTYPE`)
      .replace("nextval('template.s')", `nextval('"o''k".s')`)
      .replace('DELETE FROM template.users', `DELETE FROM "o''k".users`)
      .replace('FROM template.%I', `FROM "o''k".%I`),
  )
})

test('a name of any kind is quoted as deep as it stands', () => {
  const pattern = patternOf('SELECT nextval(\'"Tem\'\'""plate".s\'::regclass), "Tem\'""plate".f()', `Tem'"plate`)
  expect(fill(pattern, `a'"\\b`)).toBe(`SELECT nextval('"a''""\\b".s'::regclass), "a'""\\b".f()`)
})

test('a name that would end a dollar quote is refused', () => {
  const sql =
    "CREATE FUNCTION template.f() RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE $q$DROP TABLE template.x$q$; END'"
  expect(renamed(sql)).toContain('EXECUTE $q$DROP TABLE t1.x$q$')
  expect(() => renamed(sql, 'template', 'a$q$b')).toThrow('cannot stand in a string quoted by $q$')
})
