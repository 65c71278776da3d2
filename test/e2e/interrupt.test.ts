import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {expect, test, vi} from 'vitest'
import {session, testServer} from '../support/database.ts'
import {outcome} from '../support/process.ts'
import {projectWithDatabases} from '../support/project.ts'

vi.setConfig({testTimeout: 240_000})

const SLOW = 'CREATE TABLE a (i int);\nSELECT pg_sleep(600);\nCREATE TABLE b (i int);'

/** Waits until somebody runs a statement like this in a database like this. */
async function untilRunning(client: pg.Client, query: string): Promise<void> {
  for (;;) {
    const {rowCount} = await client.query(
      "SELECT FROM pg_stat_activity WHERE state = 'active' AND query ~ $1 AND pid <> pg_backend_pid()",
      [query],
    )
    if (rowCount) return
    await sleep(50)
  }
}

const tables = async (client: pg.Client): Promise<string[]> => {
  const {rows} = await client.query<{name: string}>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
  )
  return rows.map(({name}) => name)
}

test.each([
  ['apply', ['apply', 'dev'], []],
  ['reset', ['reset', 'dev', '--yes'], ['old']],
  ['drift', ['drift', 'dev'], ['old']],
  ['migrate', ['migrate', 'dev'], ['old', 'schema_migrations']],
])('Ctrl-C during %s: exit 130, and nothing is half-done', async (name, args, left) => {
  // What the statement says tells it from those of other tests.
  const mark = `pg_sleep\\(600\\) AS ${name}`
  const sql = SLOW.replace('pg_sleep(600)', `pg_sleep(600) AS ${name}`)
  const project = await projectWithDatabases({
    'sql/schema.sql': name === 'migrate' ? 'SELECT 1;' : sql,
    'sql/migrations/001_slow.sql': sql,
  })
  const client = await session(project.dev)
  if (name !== 'apply') await client.query('CREATE TABLE old (i int)')
  if (name === 'reset') await client.end()
  const watch = await session(testServer())
  const child = project.start(...args)
  const ended = outcome(child)
  await untilRunning(watch, mark)
  child.kill('SIGINT')
  const {code, stdout, stderr} = await ended
  expect([code, stdout]).toEqual([130, ''])
  expect(stderr).toMatch(/^stopping… /m)
  expect(stderr).toMatch(/^error: .*interrupted/m)
  expect(stderr).not.toMatch(/^\s+at /m)
  const after = await session(project.dev)
  expect(await tables(after)).toEqual(left)
})

test('Ctrl-C during a step of a plan cancels the statement, and says what was done', async () => {
  const project = await projectWithDatabases({'sql/schema.sql': 'CREATE TABLE a (i int, j int);'})
  expect(await project.run('apply', 'dev')).toMatchObject({code: 0})
  project.write('sql/schema.sql', 'CREATE TABLE a (i int, j int, k int);')
  const blocker = await session(project.dev)
  await blocker.query('BEGIN; LOCK TABLE a IN ACCESS SHARE MODE')
  const watch = await session(project.dev)
  const child = project.start('apply', 'dev')
  const ended = outcome(child)
  await untilRunning(watch, '^ALTER TABLE public.a ADD')
  child.kill('SIGINT')
  const {code, stderr} = await ended
  expect([code, stderr]).toEqual([130, expect.stringMatching(/interrupted at step 1 of 1, .*\n\s+nothing was changed/)])
  await blocker.query('COMMIT')
  expect(await project.run('apply', 'dev')).toMatchObject({code: 0})
})

test('two at once: one waits for the other', async () => {
  const project = await projectWithDatabases({
    'sql/schema.sql': 'CREATE TABLE a (i int);',
    'sql/seeds/1.sql': 'INSERT INTO a VALUES (1); SELECT pg_sleep(0.5);',
  })
  const both = await Promise.all([1, 2].map(() => project.run('reset', 'dev', '--yes')))
  expect(both.map(({code, stderr}) => [code, stderr])).toEqual([
    [0, expect.stringContaining('done')],
    [0, expect.stringContaining('done')],
  ])
  const client = await session(project.dev)
  expect((await client.query('SELECT FROM a')).rowCount).toBe(1)
})

test('sessions in the database are named, and ended only with --force', async () => {
  const project = await projectWithDatabases({'sql/schema.sql': 'CREATE TABLE a (i int);'})
  const guest = await session({...project.dev, applicationName: 'a guest'})
  const gone = new Promise<void>((resolve) => guest.once('end', resolve))
  const refused = await project.run('reset', 'dev', '--yes')
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/1 session is connected to dev\n\s+pid \d+: a guest/),
  })
  expect(await project.run('reset', 'dev', '--yes', '--force')).toMatchObject({code: 0})
  await gone
})
