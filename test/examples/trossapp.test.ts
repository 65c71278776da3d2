import {readdirSync, readFileSync} from 'node:fs'
import type pg from 'pg'
import {expect, test} from 'vitest'
import {createDatabase, session} from '../support/database.ts'
import {projectOf, urlWithPassword} from '../support/project.ts'

const example = new URL('../../sql/examples/trossapp/', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, example), 'utf8')
const scripts = (folder: string): string[] => readdirSync(new URL(folder, example)).sort()
const migrations = scripts('sql/migrations')

const empty = async (): Promise<pg.Client> => session(await createDatabase())

async function run(client: pg.Client, folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const text = read(`${folder}/${file}`)
    // Several statements at once are a transaction, in which no index is built CONCURRENTLY.
    const statements = text.includes('CONCURRENTLY') ? text.split(/;$/m) : [text]
    for (const statement of statements) await client.query(statement)
  }
}

async function lines(client: pg.Client): Promise<string[]> {
  const {rows} = await client.query<{line: string}>(readFileSync(new URL('shape.sql', import.meta.url), 'utf8'))
  return rows.map((row) => row.line)
}

const up = migrations.filter((file) => !file.endsWith('.down.sql'))
const down = migrations.filter((file) => file.endsWith('.down.sql')).reverse()

async function master(): Promise<pg.Client> {
  const client = await empty()
  await client.query(read('sql/schema.sql'))
  return client
}

test('the migrations build the master schema, however often they run', async () => {
  const expected = await lines(await master())
  const client = await empty()
  await run(client, 'sql/migrations', up)
  expect(await lines(client)).toEqual(expected)
  await run(client, 'sql/migrations', up)
  expect(await lines(client)).toEqual(expected)
  await run(client, 'sql/migrations', down)
  expect(await lines(client)).not.toEqual(expected)
  await run(client, 'sql/migrations', up)
  expect(await lines(client)).toEqual(expected)
})

test('the seeds run twice and add nothing the second time, and leave the numbers free', async () => {
  const client = await master()
  const count = async (): Promise<unknown> => {
    const {rows} = await client.query(`SELECT (SELECT count(*)::int FROM roles) AS roles,
      (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM work_orders) AS work_orders,
      (SELECT count(*)::int FROM audit_logs) AS audit_logs, (SELECT count(*)::int FROM refresh_tokens) AS tokens,
      (SELECT count(*)::int FROM refresh_tokens WHERE expires_at < now() - interval '7 days') AS expired`)
    return rows[0]
  }
  const seeded = {roles: 5, users: 9, work_orders: 6, audit_logs: 5, tokens: 344, expired: 320}
  await run(client, 'sql/seeds', scripts('sql/seeds'))
  expect(await count()).toEqual(seeded)
  await run(client, 'sql/seeds', scripts('sql/seeds'))
  expect(await count()).toEqual(seeded)
  await client.query(`INSERT INTO audit_logs (action) VALUES ('next');
    INSERT INTO work_orders (title, client_id) SELECT 'next', min(id) FROM users`)
})

test('row security shows a session its own rows only, and none without a session', async () => {
  const client = await master()
  await run(client, 'sql/seeds', scripts('sql/seeds'))
  const {rows} = await client.query<{id: number}>(`SELECT id FROM users WHERE email LIKE 'tess@%'`)
  const tess = rows[0]?.id
  // Never committed, so the role is gone with the session.
  await client.query(`BEGIN; CREATE ROLE pgplumb_test_session;
    GRANT ALL ON refresh_tokens, audit_logs TO pgplumb_test_session; SET LOCAL ROLE pgplumb_test_session`)
  const seen = async (): Promise<unknown> =>
    (await client.query('SELECT count(*)::int AS n, count(DISTINCT user_id)::int AS users FROM refresh_tokens')).rows[0]
  expect(await seen()).toEqual({n: 0, users: 0})
  await client.query(`SELECT set_config('app.user_id', $1, true)`, [String(tess)])
  expect(await seen()).toEqual({n: 43, users: 1})
  expect((await client.query('DELETE FROM audit_logs')).rowCount).toBe(0)
  expect((await client.query('UPDATE audit_logs SET action = action')).rowCount).toBe(0)
  await expect(
    client.query(`INSERT INTO refresh_tokens (id, user_id, token_hash, expires_at) VALUES (0, $1 + 1, 'x', now())`, [
      tess,
    ]),
  ).rejects.toMatchObject({code: '42501', routine: 'ExecWithCheckOptions'})
})

test('the hand-made drift changes exactly an index, a NOT NULL and a function', async () => {
  const client = await master()
  const before = await lines(client)
  await client.query(read('drift.sql'))
  const after = await lines(client)
  const gone = before.filter((line) => !after.includes(line))
  const added = after.filter((line) => !before.includes(line))
  expect(added).toContain('CREATE INDEX idx_users_last_name ON public.users USING btree (last_name)')
  expect(added).toContain('users.email 2 character varying(255) f')
  expect(added.some((line) => line.includes('IF NEW IS DISTINCT FROM OLD'))).toBe(true)
  // The column, its NOT NULL constraint (a constraint of its own since PostgreSQL 18) and the function.
  expect(gone.every((line) => /email|update_updated_at_column/.test(line))).toBe(true)
  expect(added).toHaveLength(3)
})

test('check --strict has no quarrel with it', async () => {
  const address = await createDatabase(read('sql/schema.sql'))
  const files = readdirSync(new URL('sql', example), {recursive: true, encoding: 'utf8'}).filter((file) =>
    file.endsWith('.sql'),
  )
  const url = JSON.stringify(urlWithPassword(address))
  const {run: pgplumb} = projectOf({
    'pgplumb.yaml': read('pgplumb.yaml').replace(/^ {2}dev: .*$/m, `  dev: {url: ${url}}`),
    ...Object.fromEntries(files.map((file) => [`sql/${file}`, read(`sql/${file}`)])),
  })
  expect(await pgplumb('migrate', 'baseline', 'dev')).toMatchObject({code: 0})
  expect(await pgplumb('check', 'dev', '--strict', '--fail-on', 'warning')).toMatchObject({code: 0})
}, 240_000)
