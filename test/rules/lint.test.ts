import {expect, test} from 'vitest'
import {lint} from '../../src/rules/lint.ts'
import {createDatabase, session} from '../support/database.ts'
import {life, run} from './life.ts'

const CLEAN = `
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
  CREATE TABLE tenants (id bigint PRIMARY KEY);
  CREATE TABLE users (tenant_id bigint NOT NULL REFERENCES tenants, id bigint, email text,
    updated_at timestamptz, PRIMARY KEY (tenant_id, id));
  CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();`

type Case = {readonly rule: string; readonly breaks: string; readonly nearMiss: string}

const cases: readonly Case[] = [
  {
    rule: 'table-without-primary-key',
    breaks: 'CREATE TABLE logs (line text)',
    nearMiss: `CREATE TABLE parts (id int, PRIMARY KEY (id)) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1)`,
  },
  {
    rule: 'table-without-primary-key',
    breaks: 'CREATE TABLE logs (id int NOT NULL, line text);\nCREATE UNIQUE INDEX logs_id ON logs (id)',
    nearMiss: 'CREATE SCHEMA pgplumb;\nCREATE TABLE pgplumb.own (line text)',
  },
  {
    rule: 'updated-at-without-trigger',
    breaks: 'CREATE TABLE posts (id int PRIMARY KEY, updated_at timestamptz)',
    nearMiss: 'CREATE TABLE posts (id int PRIMARY KEY, updated_on timestamptz)',
  },
  {
    rule: 'updated-at-without-trigger',
    breaks: 'DROP FUNCTION touch CASCADE',
    nearMiss: 'ALTER TABLE users ENABLE ALWAYS TRIGGER touch',
  },
  {
    rule: 'foreign-key-without-index',
    breaks: `CREATE TABLE posts (id int PRIMARY KEY, tenant_id bigint, user_id bigint,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users);
CREATE INDEX ON posts (tenant_id);
CREATE INDEX ON posts (tenant_id, id, user_id);
CREATE INDEX ON posts (tenant_id, user_id) WHERE user_id > 5`,
    nearMiss: `CREATE TABLE posts (id int PRIMARY KEY, tenant_id bigint, user_id bigint,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users);
CREATE INDEX ON posts (user_id, tenant_id, id)`,
  },
  {
    rule: 'foreign-key-without-index',
    breaks: `CREATE TABLE posts (id int PRIMARY KEY, tenant_id bigint REFERENCES tenants);
CREATE INDEX ON posts (id) INCLUDE (tenant_id)`,
    nearMiss: `CREATE TABLE posts (id int PRIMARY KEY, tenant_id bigint REFERENCES tenants);
CREATE INDEX ON posts (tenant_id) WHERE tenant_id IS NOT NULL`,
  },
  {
    rule: 'duplicate-index',
    breaks: 'CREATE INDEX again ON users (tenant_id, id)',
    nearMiss: `CREATE INDEX reversed ON users (tenant_id, id DESC);
CREATE INDEX covering ON users (tenant_id, id) INCLUDE (email);
CREATE INDEX partial ON users (tenant_id, id) WHERE email IS NULL;
CREATE INDEX other_class ON users (email text_pattern_ops);
CREATE INDEX plain ON users (email);
CREATE INDEX lowered ON users (lower(email))`,
  },
  {
    rule: 'duplicate-index',
    breaks: 'CREATE INDEX one ON users (lower(email));\nCREATE INDEX two ON users (lower(email))',
    nearMiss: 'CREATE UNIQUE INDEX one ON users (email, id)',
  },
]

test.each(cases)('$rule: its life', async ({rule, breaks}) => {
  const client = await session(await createDatabase(CLEAN))
  await life(client, () => lint(client), rule, breaks)
})

test.each(cases)('$rule: silent about what only looks alike', async ({nearMiss}) => {
  const client = await session(await createDatabase(CLEAN))
  await run(client, nearMiss)
  expect((await lint(client)).findings).toEqual([])
})

test('invalid-index: a failed build is found, its cause mended, and the cure builds it again', async () => {
  const client = await session(await createDatabase(CLEAN))
  await client.query('INSERT INTO tenants VALUES (1); INSERT INTO users VALUES (1, 1, $$a$$), (1, 2, $$a$$)')
  await expect(client.query('CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)')).rejects.toThrow()
  const {findings} = await lint(client)
  expect(findings.map(({rule, sql}) => ({rule, sql}))).toEqual([
    {rule: 'invalid-index', sql: 'REINDEX INDEX CONCURRENTLY public.users_email'},
  ])
  await client.query("UPDATE users SET email = 'b' WHERE id = 2")
  await run(client, findings[0]?.sql ?? '')
  expect((await lint(client)).findings).toEqual([])
})

test('invalid-index: one that is being built now is no finding', async () => {
  const address = await createDatabase(CLEAN)
  const [client, builder, blocker] = [await session(address), await session(address), await session(address)]
  await blocker.query('BEGIN; INSERT INTO tenants VALUES (1); UPDATE users SET email = NULL')
  const building = builder.query('CREATE INDEX CONCURRENTLY slow ON users (email)')
  await expect
    .poll(async () => (await client.query("SELECT FROM pg_index WHERE indexrelid = to_regclass('slow')")).rowCount)
    .toBe(1)
  expect((await lint(client)).findings).toEqual([])
  await blocker.query('COMMIT')
  await building
})
