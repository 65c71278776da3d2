import {expect, test} from 'vitest'
import {lint} from '../../src/rules/check.ts'
import {migrate} from '../migrations/support.ts'
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

test('unused-index: found once its table is much read without it, and silent when it is used', async () => {
  const client = await session(await createDatabase(CLEAN))
  await client.query(`
    CREATE TABLE logs (id bigint PRIMARY KEY, host int NOT NULL, level int NOT NULL);
    INSERT INTO logs SELECT i, i, i FROM generate_series(1, 200000) i;
    CREATE INDEX logs_host ON logs (host);
    CREATE INDEX logs_level ON logs (level);
    ANALYZE logs`)
  const unused = async () => {
    await client.query('SELECT pg_stat_force_next_flush()').catch(() => {})
    return (await lint(client, {severities: {'unused-index': 'on'}})).findings.flatMap(({rule, object}) =>
      rule === 'unused-index' ? [object?.identity] : [],
    )
  }
  expect(await unused()).toEqual([])
  const reads = (column: string) =>
    client.query(`DO $$ DECLARE n int; BEGIN FOR i IN 1..1100 LOOP
      EXECUTE format('SELECT ${column} FROM logs WHERE ${column} = %s', i) INTO n; END LOOP; END $$`)
  await reads('host')
  await expect.poll(unused, {timeout: 30_000}).toEqual(['public.logs_level'])
  await reads('level')
  await expect.poll(unused, {timeout: 30_000}).toEqual([])
})

test('the history of migrations, whose names are of any length, is nobody’s finding', async () => {
  const address = await createDatabase(CLEAN)
  await migrate(address, {'001_a.sql': 'SELECT 1'})
  const {findings} = await lint(await session(address), {extends: 'all'})
  expect(findings.filter(({object}) => object?.identity.includes('schema_migrations'))).toEqual([])
})
