import {expect, test, vi} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {connect, withConnection} from '../../src/postgres/connect.ts'
import {checkApply, prepareApply, runApply} from '../../src/workspace/apply.ts'
import {drift} from '../../src/workspace/drift.ts'
import {plan} from '../../src/workspace/plan.ts'
import {session} from '../support/database.ts'
import {type TestWorkspace, workspaceOf} from '../support/workspace.ts'

vi.setConfig({testTimeout: 240_000})

const query = (address: Address, sql: string) =>
  withConnection(address, async (client) => (await client.query(sql)).rows)

async function apply({workspace}: TestWorkspace, said: string[] = []): Promise<void> {
  const application = await prepareApply(workspace, 'dev')
  await runApply({...workspace, onProgress: (text) => said.push(text)}, application, {allowDestructive: false})
}

const NULLS =
  "CREATE TABLE p (b text PRIMARY KEY); CREATE TABLE t (id int, a int, b text); INSERT INTO t VALUES (1, NULL, 'x'), (1, NULL, 'x')"

test.each([
  ['id int, a int NOT NULL, b text', '"a_not_null_for_now" of relation "t" is violated by some row', /VALIDATE/],
  ['id int UNIQUE, a int, b text', 'Key (id)=(1) is duplicated', /CREATE UNIQUE INDEX CONCURRENTLY/],
  ['id int CHECK (id > 1), a int, b text', 'is violated by some row', /VALIDATE CONSTRAINT/],
  ['id int, a int, b text REFERENCES p (b)', 'is not present in table "p"', /VALIDATE CONSTRAINT|REFERENCES/],
  ['id int, a int, b int', 'invalid input syntax for type integer: "x"', /TYPE/],
])('what the rows do not allow shows in the proof, with the step: %s', async (columns, reason, sql) => {
  const here = await workspaceOf(`CREATE TABLE p (b text PRIMARY KEY); CREATE TABLE t (${columns});`, NULLS)
  // Once as a copy of all, once made anew: somebody is in the database.
  for (const busy of [false, true]) {
    if (busy) await session(here.dev)
    const made = await plan(here.workspace, 'dev')
    expect({proven: made.proven, rows: made.rows?.copied, reason: made.reason}).toEqual({
      proven: false,
      rows: busy ? 'some' : 'all',
      reason: expect.stringContaining(reason),
    })
    expect(made.steps[(made.failedStep ?? 0) - 1]?.sql).toMatch(sql)
  }
})

test('without rows it does not show, which is said; an unproven plan is not run', async () => {
  const here = await workspaceOf(
    'CREATE TABLE p (b text PRIMARY KEY); CREATE TABLE t (id int UNIQUE, a int, b text);',
    NULLS,
  )
  const blind = await plan(here.workspace, 'dev', undefined, {rows: false})
  expect(blind).toMatchObject({proven: true, rows: {copied: 'none', reason: null}})
  const application = await prepareApply(here.workspace, 'dev')
  expect(() => checkApply(application, {allowDestructive: true})).toThrow(
    expect.objectContaining({code: 'unproven_plan'}),
  )
})

test('sizes stand in the hazards', async () => {
  const here = await workspaceOf(
    'CREATE TABLE t (id bigint NOT NULL, a int CHECK (a > 0)); CREATE INDEX ON t (a);',
    'CREATE TABLE t (id int, a int); INSERT INTO t SELECT n, n FROM generate_series(1, 20000) n; ANALYZE t',
  )
  const {steps} = await plan(here.workspace, 'dev', undefined, {prove: false})
  const messages = steps.flatMap(({hazards}) => hazards.map(({code, message}) => `${code}: ${message}`))
  const size = expect.stringMatching(/^rewrites: writes public\.t anew, .* \(7\d\d kB, about 20,000 rows\)$/)
  expect(messages).toContainEqual(size)
  expect(messages).toContainEqual(expect.stringMatching(/^scans: reads public\.t, while others go on \(7\d\d kB/))
  expect(messages).toContainEqual(expect.stringMatching(/^scans: reads the whole table twice.* \(7\d\d kB/))
})

test('a step that others are in the way of makes way and comes again, and says who it was', async () => {
  const here = await workspaceOf('CREATE TABLE t (a int, b int);', 'CREATE TABLE t (a int)')
  const blocker = await session({...here.dev, applicationName: 'the one in the way'})
  const application = await prepareApply(here.workspace, 'dev')
  await blocker.query('BEGIN; SELECT * FROM t')
  const said: string[] = []
  const running = runApply(
    {
      ...here.workspace,
      onProgress: (text) => {
        said.push(text)
        if (/try 2 in/.test(text)) void blocker.query('COMMIT')
      },
    },
    application,
    {allowDestructive: false},
  )
  await running
  expect(said.join('\n')).toMatch(/waiting for pid \d+ \(the one in the way, user /)
  expect(said.join('\n')).toMatch(/table public\.t: try 2 in [\d.]+ s; in the way: pid \d+ \(the one in the way/)
  expect(await drift(here.workspace, 'dev')).toMatchObject({drifted: false})
})

test('a run that failed is gone on with; an INVALID index that it left is mended', async () => {
  const here = await workspaceOf(
    'CREATE TABLE t (a int, b int NOT NULL, c int); CREATE UNIQUE INDEX u ON t (a);',
    'CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 1), (2, 2)',
  )
  const application = await prepareApply(here.workspace, 'dev')
  // Between the plan and its run somebody writes what the plan cannot know of.
  await query(here.dev, 'INSERT INTO t VALUES (1, 3)')
  const failed = runApply(here.workspace, application, {allowDestructive: false})
  await expect(failed).rejects.toMatchObject({
    code: 'step_failed',
    message: expect.stringMatching(/^step \d of \d, index public\.u: could not create unique index/),
    detail: expect.stringMatching(
      /the index public\.u may be there, INVALID: the next run drops it and builds it again\nthe first \d of \d steps are done, the rest is not$/,
    ),
    hint: 'pgplumb apply dev goes on from there',
  })
  const invalid = 'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid'
  expect(await query(here.dev, invalid)).toEqual([{name: 'u'}])
  expect((await drift(here.workspace, 'dev')).changes.map(({identity}) => identity)).toContain('public.u')

  await query(here.dev, 'DELETE FROM t WHERE b = 3')
  await apply(here)
  expect(await query(here.dev, invalid)).toEqual([])
  expect(await drift(here.workspace, 'dev')).toMatchObject({drifted: false})
})

test('an INVALID index under any name that a run gives is mended', async () => {
  // The new one beside the old one; the one behind a primary key.
  const here = await workspaceOf(
    'CREATE TABLE t (a int NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (a)); CREATE INDEX i ON t (a DESC);',
    'CREATE TABLE t (a int NOT NULL); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1)',
  )
  await query(here.dev, 'INSERT INTO t VALUES (1)')
  for (const sql of [
    'CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON t (a)',
    'CREATE UNIQUE INDEX CONCURRENTLY i_new ON t (a DESC)',
  ])
    await query(here.dev, sql).catch(() => [])
  await query(here.dev, 'TRUNCATE t')
  expect(await query(here.dev, 'SELECT count(*)::int AS n FROM pg_index WHERE NOT indisvalid')).toEqual([{n: 2}])
  await apply(here)
  expect(await query(here.dev, 'SELECT count(*)::int AS n FROM pg_index WHERE NOT indisvalid')).toEqual([{n: 0}])
  expect(await drift(here.workspace, 'dev')).toMatchObject({drifted: false})
})

test('a lock that is never given ends the run, which names who holds it', async () => {
  const here = await workspaceOf('CREATE TABLE t (a int, b int);', 'CREATE TABLE t (a int)')
  const blocker = await connect({...here.dev, applicationName: 'for ever'})
  try {
    const application = await prepareApply(here.workspace, 'dev')
    await blocker.query('BEGIN; SELECT * FROM t')
    const controller = new AbortController()
    const said: string[] = []
    const onProgress = (text: string) => {
      said.push(text)
      if (/try 2 in/.test(text)) controller.abort()
    }
    const running = runApply({...here.workspace, signal: controller.signal, onProgress}, application, {
      allowDestructive: false,
    })
    await expect(running).rejects.toMatchObject({code: 'interrupted', detail: 'nothing was changed'})
  } finally {
    await blocker.end()
  }
})
