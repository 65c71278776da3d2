import {expect, test} from 'vitest'
import type {Finding} from '../../../src/finding.ts'
import {type VerifyOptions, verify} from '../../../src/migrations/verify/verify.ts'
import {compare} from '../../../src/schema/compare.ts'
import {readDatabase} from '../../../src/schema/read.ts'
import {withCopy} from '../../../src/schema/shadow.ts'
import {isOwnObject} from '../../../src/workspace/own-objects.ts'
import {createDatabase, testServer} from '../../support/database.ts'
import {pgDumpForTests} from '../../support/schema.ts'
import {folderOf} from '../support.ts'

const HEADER = '-- WHAT: x\n-- WHY: y\n'

async function findings(
  files: Readonly<Record<string, string>>,
  options: Partial<VerifyOptions> = {},
): Promise<readonly Finding[]> {
  const pgDump = await pgDumpForTests()
  const withHeader = Object.entries(files).map(([file, text]) => [file, HEADER + text])
  const shadows: VerifyOptions['shadows'] = {
    copy: (of, work) => withCopy(testServer(), of.database, work),
    differ: async (actual, expected) =>
      compare(await readDatabase(actual, {pgDump}), await readDatabase(expected, {pgDump}), {ignore: isOwnObject}),
  }
  const found = await verify(await createDatabase(), folderOf(Object.fromEntries(withHeader)), {shadows, ...options})
  return found.findings
}

const brief = (found: readonly Finding[]) => found.map(({rule, file, message}) => [rule, file, message])

const file = (name: string) => `sql/migrations/${name}`

test('a folder that keeps its promises has no findings', async () => {
  const found = await findings({
    '001_t.sql': `CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, name text NOT NULL);
      INSERT INTO t VALUES (1, 'a') ON CONFLICT DO NOTHING;`,
    '001_t.down.sql': 'DROP TABLE t;',
    '002_i.sql': 'CREATE INDEX CONCURRENTLY IF NOT EXISTS t_name ON t (name); VACUUM t;',
    '002_i.down.sql': 'DROP INDEX CONCURRENTLY t_name;',
    '003_f.sql': `CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
      DO $$ BEGIN IF to_regtype('e') IS NULL THEN CREATE TYPE e AS ENUM ('a'); END IF; END $$;`,
    '003_f.down.sql': 'DROP FUNCTION f(); DROP TYPE e;',
    '004_v.sql': `ALTER TABLE t ADD COLUMN IF NOT EXISTS kind text;
      UPDATE t SET kind = 'x' WHERE kind IS NULL; ALTER TYPE e ADD VALUE IF NOT EXISTS 'b';`,
    '005_policy.sql':
      'ALTER TABLE t ENABLE ROW LEVEL SECURITY; DROP POLICY IF EXISTS p ON t; CREATE POLICY p ON t USING (id > 0);',
    '005_policy.down.sql': 'DROP POLICY p ON t; ALTER TABLE t DISABLE ROW LEVEL SECURITY;',
    'R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT id FROM t;',
  })
  expect(brief(found)).toEqual([])
}, 120_000)

test('what cannot run twice is found, with its line and its cure', async () => {
  const found = await findings({
    '001_t.sql': 'CREATE TABLE IF NOT EXISTS t (id int);\nCREATE TABLE u ();',
    '002_i.sql': 'CREATE INDEX CONCURRENTLY t_id ON t (id);',
    '003_ok.sql': 'CREATE TABLE IF NOT EXISTS w ();',
  })
  expect(found).toMatchObject([
    {
      rule: 'migration-not-idempotent',
      severity: 'error',
      file: file('001_t.sql'),
      line: 4,
      message: 'cannot run a second time: relation "u" already exists',
      cure: expect.stringContaining('IF NOT EXISTS'),
    },
    {file: file('002_i.sql'), message: 'cannot run a second time: relation "t_id" already exists'},
  ])
  expect(found).toHaveLength(2)
}, 120_000)

test('what changes schema or rows when it runs twice is found, though no error says so', async () => {
  const found = await findings({
    '001_t.sql': 'CREATE TABLE IF NOT EXISTS t (id int, n int);',
    '002_rows.sql': 'INSERT INTO t VALUES (7, 7);',
    '003_index.sql': 'CREATE INDEX ON t (id);',
    '004_update.sql': 'UPDATE t SET n = n + 1;',
  })
  expect(brief(found)).toEqual([
    ['migration-not-idempotent', file('002_rows.sql'), 'run a second time, it changes rows of public.t'],
    [
      'migration-not-idempotent',
      file('003_index.sql'),
      'run a second time, it changes the schema: index public.t_id_idx1 is extra',
    ],
    ['migration-not-idempotent', file('004_update.sql'), 'run a second time, it changes rows of public.t'],
  ])
}, 120_000)

test('a down file that leaves something, takes too much or fails is found', async () => {
  const found = await findings({
    '001_t.sql': 'CREATE TABLE IF NOT EXISTS t (id int); CREATE TABLE IF NOT EXISTS u (id int);',
    '001_t.down.sql': 'DROP TABLE t;',
    '002_c.sql': 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a int;',
    '002_c.down.sql': 'ALTER TABLE t DROP COLUMN a, DROP COLUMN id;',
    '003_d.sql': 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);',
    '003_d.down.sql': '\nDROP INDEX j;',
  })
  expect(brief(found)).toEqual([
    [
      'migration-down-incomplete',
      file('001_t.down.sql'),
      'does not bring back what was before 001_t.sql: table public.u is extra',
    ],
    [
      'migration-down-incomplete',
      file('002_c.down.sql'),
      expect.stringMatching(/^does not bring back what was before 002_c.sql: table public.t is altered \(column id/),
    ],
    ['migration-down-incomplete', file('003_d.down.sql'), 'fails right after 003_d.sql: index "j" does not exist'],
  ])
  expect(found[2]?.line).toBe(4)
}, 120_000)

test('what runs twice at once but not after later files is found, with the state in which it fails', async () => {
  const found = await findings({
    '001_t.sql': 'CREATE TABLE IF NOT EXISTS t (id int, name text);',
    '002_i.sql': 'CREATE INDEX IF NOT EXISTS t_name ON t (name);',
    '003_a.sql': 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a int;',
    '004_rename.sql': `DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a')
      THEN ALTER TABLE t RENAME a TO b; END IF; EXCEPTION WHEN duplicate_column THEN NULL; END $$;`,
    '005_drop.sql': 'DROP INDEX IF EXISTS t_name; ALTER TABLE t DROP COLUMN IF EXISTS name;',
  })
  expect(brief(found)).toEqual([
    [
      'migration-not-idempotent',
      file('003_a.sql'),
      expect.stringMatching(
        /^run again after 004_rename.sql, the folder ends elsewhere: table public.t is altered \(.*column a/,
      ),
    ],
    [
      'migration-not-idempotent',
      file('002_i.sql'),
      'cannot run again after 005_drop.sql: column "name" does not exist',
    ],
  ])
}, 120_000)

test('rows that were seeded at the end survive a rerun of the whole folder', async () => {
  const files = {
    '001_t.sql': 'CREATE TABLE IF NOT EXISTS t (id int, state text);',
    '002_clean.sql': "DELETE FROM t WHERE state = 'old';",
  }
  const seed = {file: 's.sql', path: 's.sql', text: "INSERT INTO t VALUES (1, 'old'); "}
  const broken = {...seed, file: 'b.sql', text: 'INSERT INTO nowhere VALUES (1)'}
  expect(await findings(files)).toEqual([])
  expect(brief(await findings(files, {seeds: [broken, seed]}))).toEqual([
    ['migration-not-idempotent', file('002_clean.sql'), 'run again after 002_clean.sql, it changes rows of public.t'],
  ])
}, 120_000)

test('a file that fails ends the walk; one that acts on the server is left out', async () => {
  const found = await findings({
    '001_db.sql': 'CREATE DATABASE other;',
    '002_t.sql': 'CREATE TABLE IF NOT EXISTS t ();',
    '003_bad.sql': '\nALTER TABLE nowhere ADD COLUMN a int;',
    '004_t.sql': 'CREATE TABLE t ();',
  })
  expect(found).toMatchObject([
    {rule: 'migration-not-verified', severity: 'info', file: file('001_db.sql'), line: 3},
    {rule: 'migration-fails', severity: 'error', file: file('003_bad.sql'), line: 4},
  ])
  expect(found).toHaveLength(2)
}, 120_000)

test('a long folder is walked in two shadows, with the findings of one', async () => {
  const many = Array.from({length: 20}, (_, i): [string, string] => [
    `1${String(i).padStart(2, '0')}_more.sql`,
    `CREATE TABLE IF NOT EXISTS more_${i} (id int); CREATE OR REPLACE VIEW v_${i} AS SELECT id FROM more_${i};`,
  ])
  const found = await findings({
    '001_t.sql': 'CREATE TABLE IF NOT EXISTS t (id int, name text);',
    '002_i.sql': 'CREATE INDEX IF NOT EXISTS t_name ON t (name);',
    '003_u.sql': 'CREATE TABLE u ();',
    ...Object.fromEntries(many),
    '200_drop.sql': 'ALTER TABLE t DROP COLUMN IF EXISTS name; CREATE TABLE w ();',
    '201_bad.sql': 'ALTER TABLE nowhere ADD COLUMN a int;',
  })
  expect(brief(found)).toEqual([
    ['migration-not-idempotent', file('003_u.sql'), 'cannot run a second time: relation "u" already exists'],
    ['migration-not-idempotent', file('200_drop.sql'), 'cannot run a second time: relation "w" already exists'],
    [
      'migration-not-idempotent',
      file('002_i.sql'),
      'cannot run again after 200_drop.sql: column "name" does not exist',
    ],
    ['migration-fails', file('201_bad.sql'), expect.stringContaining('relation "nowhere" does not exist')],
  ])
}, 120_000)
