import {expect, test} from 'vitest'
import {lint} from '../../src/rules/check.ts'
import {createDatabase, session} from '../support/database.ts'

const CLEAN = `
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
  CREATE TABLE tenants (id bigint PRIMARY KEY);
  CREATE TABLE users (tenant_id bigint NOT NULL REFERENCES tenants, id bigint, email text,
    updated_at timestamptz, PRIMARY KEY (tenant_id, id));
  CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();`

test('invalid-index: a failed build is found, its cause mended, and the cure builds it again', async () => {
  const client = await session(await createDatabase(CLEAN))
  await client.query('INSERT INTO tenants VALUES (1); INSERT INTO users VALUES (1, 1, $$a$$), (1, 2, $$a$$)')
  await expect(client.query('CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)')).rejects.toThrow()
  const {findings} = await lint(client)
  expect(findings.map(({rule, sql}) => ({rule, sql}))).toEqual([
    {rule: 'invalid-index', sql: 'REINDEX INDEX CONCURRENTLY public.users_email'},
  ])
  await client.query("UPDATE users SET email = 'b' WHERE id = 2")
  await client.query(findings[0]?.sql ?? '')
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
