import {readFileSync} from 'node:fs'
import type pg from 'pg'
import {expect, test} from 'vitest'
import {fingerprint} from '../../../src/migrations/verify/fingerprint.ts'
import {written as changed, marks} from '../../../src/migrations/verify/marks.ts'
import {savepoint} from '../../../src/migrations/verify/trial.ts'
import {mutations} from '../../fixtures/mutations.ts'
import {createDatabase, session} from '../../support/database.ts'

const rich = readFileSync(new URL('../../fixtures/rich.sql', import.meta.url), 'utf8')

test('each single change to a rich schema changes the fingerprint, and taking it back brings it back', async () => {
  const client = await session(await createDatabase(rich))
  const original = await fingerprint(client)
  const unseen: string[] = []
  for (const {name, sql} of mutations) {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query('RESET ALL')
    if ((await fingerprint(client)) === original) unseen.push(name)
    await client.query('ROLLBACK')
  }
  expect(unseen).toEqual([])
  expect(await fingerprint(client)).toBe(original)
}, 120_000)

test('what is dropped and made again as it was has the fingerprint it had', async () => {
  const client = await session(
    await createDatabase(`CREATE TABLE t (a int PRIMARY KEY, b text CHECK (b <> '')); COMMENT ON TABLE t IS 'x';
      CREATE VIEW v AS SELECT a FROM t; CREATE POLICY p ON t USING (a > 0); CREATE TYPE e AS ENUM ('x', 'y');`),
  )
  const original = await fingerprint(client)
  await client.query(`DROP TABLE t CASCADE; DROP TYPE e; CREATE TYPE e AS ENUM ('x', 'y');
    CREATE TABLE t (a int PRIMARY KEY, b text CHECK (b <> '')); COMMENT ON TABLE t IS 'x';
    CREATE POLICY p ON t USING (a > 0); CREATE VIEW v AS SELECT a FROM t;`)
  expect(await fingerprint(client)).toBe(original)
})

test('of what was written, it differs from before for each single change', async () => {
  const client = await session(await createDatabase(`CREATE TABLE public.schema_migrations (version text); ${rich}`))
  const unseen: string[] = []
  for (const {name, sql} of mutations) {
    await client.query('BEGIN')
    const {since, catalogs, print} = await written(client, `${sql}; RESET ALL`)
    await client.query('ROLLBACK TO again')
    if ((await fingerprint(client, {since, catalogs})) === print) unseen.push(name)
    await client.query('ROLLBACK')
  }
  // Which is cosmetic.
  expect(unseen.filter((name) => !name.endsWith('only the order of the columns'))).toEqual([])
}, 120_000)

test('of what was written, it is the same as before where all is made again as it was', async () => {
  const client = await session(
    await createDatabase(`CREATE TABLE public.schema_migrations (version text);
      CREATE TABLE t (a int PRIMARY KEY, b text CHECK (b <> ''));
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); CREATE VIEW v AS SELECT a FROM t;`),
  )
  for (const sql of [
    'ALTER TABLE t ADD c int; ALTER TABLE t DROP c',
    "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    'DROP TRIGGER tr ON t; CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()',
    'CREATE OR REPLACE VIEW v AS SELECT a FROM t; DROP VIEW v; CREATE VIEW v AS SELECT a FROM t',
    "COMMENT ON TABLE t IS 'x'; COMMENT ON TABLE t IS NULL",
    'CREATE TABLE u (a int REFERENCES t); DROP TABLE u',
    'ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME TO t',
  ]) {
    await client.query('BEGIN; CREATE TABLE before_it (a int)')
    const {since, catalogs, print} = await written(client, sql)
    await client.query('ROLLBACK TO again')
    expect(await fingerprint(client, {since, catalogs}), sql).toBe(print)
    await client.query('ROLLBACK')
  }
})

async function written(client: pg.Client, sql: string) {
  const before = await marks(client)
  const since = await savepoint(client, {schema: 'public', table: 'schema_migrations'})
  await client.query(sql)
  const {catalogs} = changed(before, await marks(client))
  return {since, catalogs, print: await fingerprint(client, {since, catalogs})}
}
