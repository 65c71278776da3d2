import {expect, test} from 'vitest'
import {idempotent} from '../../src/migrations/idempotent.ts'
import {fingerprint} from '../../src/migrations/verify/fingerprint.ts'
import {createDatabase, session} from '../support/database.ts'

const SETUP = `CREATE TABLE t (a int NOT NULL, b text); CREATE TABLE "Odd ""t" (a int NOT NULL); CREATE TABLE gone (a int CONSTRAINT c CHECK (a > 0));
  CREATE VIEW old AS SELECT 1 AS x; CREATE INDEX i ON t (b); CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TYPE shade AS ENUM ('dark');`

test.each([
  'CREATE TABLE u (a int)',
  'CREATE UNIQUE INDEX CONCURRENTLY "if" ON t (a);',
  'CREATE INDEX index ON ONLY t (a)',
  'CREATE SCHEMA s',
  'CREATE SEQUENCE s',
  'ALTER TABLE t ADD COLUMN größe int, ADD COLUMN "add" text DEFAULT \'ä add column\'',
  'ALTER TABLE ONLY gone DROP COLUMN a',
  'ALTER TABLE gone DROP CONSTRAINT c',
  'ALTER TABLE t ADD CONSTRAINT "a\'b" CHECK (a > 0) NOT VALID',
  'ALTER TABLE "Odd ""t" ADD CONSTRAINT pk PRIMARY KEY (a)',
  'ALTER TABLE "Odd ""t" ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY',
  "CREATE TYPE mood AS ENUM ('$$')",
  'CREATE TYPE pair AS (a int, b int)',
  "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%')",
  "ALTER TYPE shade ADD VALUE 'light' BEFORE 'dark'",
  "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  'CREATE VIEW v AS SELECT a FROM t',
  'CREATE POLICY "p q" ON t USING (a > 0)',
  'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg()',
  'DROP TABLE gone',
  'DROP VIEW old',
  'DROP INDEX CONCURRENTLY i',
  'DROP FUNCTION trg()',
  "COMMENT ON TABLE t IS 'x'",
  'ALTER TABLE t ENABLE ROW LEVEL SECURITY',
])('does the same, and can run twice: %s', async (sql) => {
  const plain = await session(await createDatabase(SETUP))
  await plain.query(sql)
  const client = await session(await createDatabase(SETUP))
  const written = await idempotent(sql)
  const statements = written.includes('CONCURRENTLY') ? [written, written] : [`${written}\n${written}`]
  for (const statement of statements) await client.query(statement)
  expect(await fingerprint(client)).toBe(await fingerprint(plain))
})
