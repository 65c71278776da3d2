import {expect, test} from 'vitest'
import {baseline} from '../../src/migrations/baseline.ts'
import {filesOf, foreignHistory} from '../../src/migrations/foreign.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, rejection, rows} from './support.ts'

const FILES = folderOf({
  '20240101000000_users.sql': 'SELECT 1',
  '20240102000000_posts.sql': 'SELECT 1',
  '20240103000000_tags.sql': 'SELECT 1',
})

const FIRST_TWO = ['20240101000000', '20240102000000']

// As each tool makes its table and its rows.
test.each([
  [
    'dbmate',
    `CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
     INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000')`,
  ],
  [
    'Rails',
    `CREATE TABLE schema_migrations (version character varying NOT NULL PRIMARY KEY);
     CREATE TABLE ar_internal_metadata (key character varying NOT NULL PRIMARY KEY, value character varying);
     INSERT INTO schema_migrations VALUES ('20240102000000'), ('20240101000000')`,
  ],
  [
    'golang-migrate',
    `CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);
     INSERT INTO schema_migrations VALUES (20240102000000, false)`,
  ],
  [
    'node-pg-migrate',
    `CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
     INSERT INTO pgmigrations (name, run_on) VALUES ('20240101000000_users', now()), ('20240102000000_posts', now())`,
  ],
  [
    'Flyway',
    `CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL,
       type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL,
       installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL, success boolean NOT NULL);
     INSERT INTO flyway_schema_history VALUES (1, '20240101000000', 'users', 'SQL', 'V20240101000000__users.sql', 1, 'x', now(), 1, true),
       (2, '20240102000000', 'posts', 'SQL', 'V20240102000000__posts.sql', 1, 'x', now(), 1, true),
       (3, NULL, 'views', 'SQL', 'R__views.sql', 1, 'x', now(), 1, true),
       (4, '20240103000000', 'tags', 'SQL', 'V20240103000000__tags.sql', 1, 'x', now(), 1, false)`,
  ],
  [
    'Prisma',
    `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
       migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
       applied_steps_count int NOT NULL DEFAULT 0);
     INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, rolled_back_at) VALUES
       ('1', 'x', now(), '20240101000000_users', NULL), ('2', 'x', now(), '20240102000000_posts', NULL),
       ('3', 'x', NULL, '20240103000000_tags', now())`,
  ],
  [
    'Supabase',
    `CREATE SCHEMA supabase_migrations;
     CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
     INSERT INTO supabase_migrations.schema_migrations VALUES ('20240101000000', '{}', 'users'), ('20240102000000', '{}', 'posts')`,
  ],
  [
    'graphile-migrate',
    `CREATE SCHEMA graphile_migrate;
     CREATE TABLE graphile_migrate.migrations (hash text PRIMARY KEY, previous_hash text, filename text NOT NULL, date timestamptz NOT NULL DEFAULT now());
     INSERT INTO graphile_migrate.migrations VALUES ('sha1:a', NULL, '20240101000000_users.sql'), ('sha1:b', 'sha1:a', '20240102000000_posts.sql')`,
  ],
])('the history of %s is read, mapped to files, and left as it was', async (tool, sql) => {
  const address = await createDatabase(sql)
  const client = await session(address)
  const found = await foreignHistory(client)
  if (!found) throw new Error('not recognised')
  expect(found.tool).toBe(tool)
  const before = await rows(client, `SELECT * FROM ${found.table}`)
  const {files, unmatched} = filesOf(found, FILES)
  expect([files.map(({version}) => version), unmatched]).toEqual([FIRST_TWO, []])
  const history = {schema: 'pgplumb', table: 'schema_migrations'}
  await baseline(address, FILES, {history, only: files})
  expect(await rows(client, 'SELECT version FROM pgplumb.schema_migrations WHERE baseline ORDER BY 1')).toEqual(
    FIRST_TWO.map((version) => ({version})),
  )
  expect(await rows(client, `SELECT * FROM ${found.table}`)).toEqual(before)
})

test('our own table, and none, is nobody else’s', async () => {
  const none = await session(await createDatabase())
  expect(await foreignHistory(none)).toBeNull()
  const own = await createDatabase()
  await baseline(own, FILES)
  expect(await foreignHistory(await session(own))).toBeNull()
})

test('what has no file is told; where nothing has, it is refused', async () => {
  const history = {tool: 'dbmate', table: 't', lastOnly: false}
  expect(filesOf({...history, applied: ['20240101000000', '7']}, FILES).unmatched).toEqual(['7'])
  expect(
    await rejection(Promise.resolve().then(() => filesOf({...history, applied: ['7', '8']}, FILES))),
  ).toMatchObject({
    code: 'unmatched_history',
    hint: expect.stringContaining('--to VERSION'),
  })
})
