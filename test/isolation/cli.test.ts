import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {expect, test, vi} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {createDatabase, session, testServer} from '../support/database.ts'
import {outcome} from '../support/process.ts'
import {projectOf, urlWithPassword} from '../support/project.ts'
import {createRole} from '../support/role.ts'
import {runReproducer} from './reproduce.ts'

vi.setConfig({testTimeout: 240_000})

const SCHEMA = `
  CREATE TABLE notes (tenant_id uuid NOT NULL, id uuid PRIMARY KEY DEFAULT gen_random_uuid(), body text NOT NULL);
  ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON notes USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
  CREATE TABLE countries (code text PRIMARY KEY);`

async function projectWithNotes(options = '') {
  const app = await createRole()
  const address = await createDatabase(`${SCHEMA}; GRANT SELECT, INSERT, UPDATE, DELETE ON notes, countries TO ${app}`)
  const project = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: ${JSON.stringify(urlWithPassword(address))}${options}}}\nisolation: {role: ${app}}`,
  })
  const change = (sql: string) => withConnection(address, (client) => client.query(sql))
  return {...project, address, change, app}
}

test('the matrix fits 80 columns; a leak exits 1, with a script that shows it', async () => {
  const {run, change, address, root} = await projectWithNotes()
  const clean = await run('rls', 'prove')
  expect(clean).toMatchObject({code: 0, stderr: expect.stringMatching(/^prove the isolation of dev: done/)})
  expect(clean.stdout).toMatch(
    /^path +read +insert +update +delete +trunc +move +refer +unique\nnotes +ok +ok +ok +ok +- +ok +- +-\n/,
  )
  await change('CREATE POLICY sweep ON notes FOR DELETE USING (true)')
  const {code, stdout} = await run('rls', 'prove', '--reproducers', 'leaks')
  expect(code).toBe(1)
  expect(stdout).toMatch(/^notes +ok +ok +ok +LEAK/m)
  expect(stdout).toContain('leak-delete')
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(readdirSync(join(root, 'leaks'))).toEqual(['public.notes-delete.sql'])
  const script = readFileSync(join(root, 'leaks/public.notes-delete.sql'), 'utf8')
  expect(await withConnection(address, (client) => runReproducer(client, script))).toBe('LEAK')
  // The database itself is only read, and the clone is gone.
  const left = await withConnection(address, (client) =>
    client.query(
      "SELECT (SELECT count(*)::int FROM notes) AS rows, (SELECT count(*)::int FROM pg_database WHERE datname LIKE 'pgplumb\\_isolation\\_%') AS clones",
    ),
  )
  expect(left.rows[0]).toMatchObject({rows: 0})
})

test('JSON, SARIF, JUnit, GitHub and HTML', async () => {
  const {run, change} = await projectWithNotes()
  await change('ALTER POLICY own ON notes USING (true)')
  const json = JSON.parse((await run('rls', 'prove', '--json')).stdout)
  expect(json).toMatchObject({
    database: 'dev',
    place: {sameServer: true, reason: null},
    tables: {wanted: 1, seeded: 1},
    matrix: [{kind: 'table', identity: 'public.notes', cells: {read: 'leak', truncate: 'none'}}],
    shared: ['public.countries'],
    unproven: [],
  })
  expect(json.leaks[0]).toMatchObject({identity: 'public.notes', reproducer: {shows: 'LEAK'}})
  expect(json.summary.error).toBe(json.findings.length)
  const formats = {
    sarif: /"leak-read"/,
    junit: /<testsuites/,
    github: /^::error /m,
    html: /<span class="badge error">LEAK<\/span>[\s\S]*<pre>-- table public\.notes/,
  }
  for (const [format, expected] of Object.entries(formats)) {
    const {code, stdout} = await run('rls', 'prove', '--format', format)
    expect([format, code]).toEqual([format, 1])
    expect(stdout).toMatch(expected)
  }
})

test("a sign-in that is not the application's proves nothing, and that is an error", async () => {
  const {run, change} = await projectWithNotes()
  await change("ALTER POLICY own ON notes USING (tenant_id = nullif(current_setting('other.tenant', true), '')::uuid)")
  const {code, stdout} = await run('rls', 'prove')
  expect(code).toBe(1)
  expect(stdout).toContain('isolation-nothing-proven')
  expect(stdout).toMatch(/^notes +\?/m)
})

test("a protected database is proven on a server of pgplumb's own, with its roles and owners", async () => {
  const {run, change, app} = await projectWithNotes(', protected: true')
  const same = await run('rls', 'prove', 'dev')
  expect(same).toMatchObject({code: 0, stderr: expect.stringContaining('the database is protected')})
  await change(`ALTER ROLE ${app} BYPASSRLS`)
  expect(await run('rls', 'prove', 'dev')).toMatchObject({code: 1, stdout: expect.stringMatching(/^notes +LEAK/m)})
})

test('what cannot be proven is said', async () => {
  const {run, write, change, app, root} = await projectWithNotes()
  await change(`CREATE FUNCTION nothing() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
    CREATE TABLE tags (note_id uuid REFERENCES notes, name text); GRANT SELECT ON tags TO ${app}`)
  const {code, stdout} = await run('rls', 'prove')
  expect(code).toBe(0)
  expect(stdout).toContain('function public.nothing()')
  expect(stdout).toContain('isolation.except')
  expect(stdout).toContain('2 not proven')
  expect(await run('rls', 'prove', '--fail-on', 'warning')).toMatchObject({code: 1})
  const config = readFileSync(join(root, 'pgplumb.yaml'), 'utf8')
  write('pgplumb.yaml', config.replace(/isolation: .*/, ''))
  expect(await run('rls', 'prove')).toMatchObject({code: 2, stderr: expect.stringContaining('isolation.role')})
  write('pgplumb.yaml', config.replace(/isolation: .*/, `isolation: {role: ${app}, column: firm_id}`))
  expect(await run('rls', 'prove')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no table has the tenant column'),
  })
})

test('Ctrl-C in the middle: exit 130, and the clone is gone', async () => {
  const {start, change} = await projectWithNotes()
  await change("CREATE FUNCTION linger() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT pg_sleep(600)'")
  const watch = await session(testServer())
  const child = start('rls', 'prove')
  const ended = outcome(child)
  const clone = await lingering(watch)
  child.kill('SIGINT')
  const {code, stdout, stderr} = await ended
  expect([code, stdout]).toEqual([130, ''])
  expect(stderr).toMatch(/^error: .*interrupted/m)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect((await watch.query('SELECT FROM pg_database WHERE datname = $1', [clone])).rowCount).toBe(0)
  expect((await watch.query('SELECT FROM pg_stat_activity WHERE datname = $1', [clone])).rowCount).toBe(0)
})

/** The clone in which an attempt sleeps, as soon as there is one. */
async function lingering(watch: pg.Client): Promise<string> {
  for (;;) {
    const {rows} = await watch.query<{clone: string}>(
      "SELECT datname AS clone FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query ~ 'pgplumb_run'",
    )
    if (rows[0]) return rows[0].clone
    await sleep(50)
  }
}
