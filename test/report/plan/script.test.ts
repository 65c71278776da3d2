import {expect, test} from 'vitest'
import type {Plan, Step} from '../../../src/plan.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import {planJson} from '../../../src/report/plan/json.ts'
import {renderPlan} from '../../../src/report/plan/script.ts'
import {createDatabase} from '../../support/database.ts'

const step: Step = {
  sql: 'ALTER TABLE t ADD COLUMN b int',
  kind: 'table',
  identity: 'public.t',
  transactional: true,
  lock: 'ACCESS EXCLUSIVE',
  rewrites: true,
  hazards: [],
}
const drop: Step = {
  ...step,
  sql: 'ALTER TABLE t DROP COLUMN a -- old',
  rewrites: false,
  hazards: [{code: 'data-loss', message: 'drops the values\nof a'}],
}
const index: Step = {
  ...step,
  sql: 'CREATE INDEX CONCURRENTLY i ON t (b);',
  kind: 'index',
  identity: 'public.i',
  transactional: false,
  lock: 'SHARE UPDATE EXCLUSIVE',
  rewrites: false,
}
const comment: Step = {...step, sql: "COMMENT ON TABLE t IS 'x'", lock: null, rewrites: false}
const made = {failedStep: null, rows: null, renames: [], suggestions: []}
const plan: Plan = {proven: true, reason: null, ...made, steps: [step, drop, index, comment]}

test('a script with its proof, locks and hazards, transactions only where they may be', () => {
  expect(
    renderPlan(plan, {actual: 'dev', expected: 'sql/schema.sql'}),
  ).toBe(`-- pgplumb plan: makes dev like sql/schema.sql
-- proven: it ran on a clone, after which no drift was left
-- 4 steps, 1 of them DESTRUCTIVE
\\set ON_ERROR_STOP on

BEGIN;

-- 1. table public.t: locks ACCESS EXCLUSIVE, rewrites the table
ALTER TABLE t ADD COLUMN b int;

-- 2. table public.t: locks ACCESS EXCLUSIVE
--    DESTRUCTIVE data-loss: drops the values of a
ALTER TABLE t DROP COLUMN a -- old
;

COMMIT;

-- 3. index public.i: locks SHARE UPDATE EXCLUSIVE, outside a transaction
CREATE INDEX CONCURRENTLY i ON t (b);

BEGIN;

-- 4. table public.t: makes nobody wait
COMMENT ON TABLE t IS 'x';

COMMIT;`)
})

test('the server runs it', async () => {
  const database = await createDatabase('CREATE TABLE t (a int)')
  // psql reads a statement at a time; only CONCURRENTLY minds.
  const statements = renderPlan(plan)
    .replace(/^\\set.*$/m, '')
    .split(/(?=^-- 3\.)|(?=^BEGIN;\n\n-- 4)/m)
  const columns = await withConnection(database, async (client) => {
    for (const sql of statements) await client.query(sql)
    const {rows} = await client.query(
      "SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped",
    )
    return rows
  })
  expect(statements).toHaveLength(3)
  expect(columns).toEqual([{attname: 'b'}])
})

test('what is not proven says why', () => {
  expect(renderPlan({proven: false, reason: 'no server\nto clone on', ...made, steps: [step]})).toContain(
    '-- NOT PROVEN: no server to clone on\n',
  )
  expect(renderPlan({proven: null, reason: null, ...made, steps: []})).toBe(
    '-- pgplumb plan\n-- not proven: proof was not asked for\n-- nothing to do',
  )
})

test('what is renamed, what looks renamed, and with which rows it was tried', () => {
  const fails: Step = {...step, hazards: [{code: 'may-fail-on-data', message: 'fails if b holds a null'}]}
  const rows = {copied: 'some', tables: 2, without: ['public.events'], reason: null} as const
  const text = renderPlan(
    {
      proven: false,
      reason: 'step 1 of 1, table public.t: column "b" contains null values',
      failedStep: 1,
      rows,
      renames: ['public.t.a=c'],
      suggestions: ['public.users.mail=email', 'public.a=b c'],
      steps: [fails],
    },
    {actual: 'dev', expected: 'sql/schema.sql'},
  )
  expect(text.split('\n').filter((line) => line.startsWith('--'))).toEqual([
    '-- pgplumb plan: makes dev like sql/schema.sql',
    '-- NOT PROVEN: step 1 of 1, table public.t: column "b" contains null values',
    '-- the clone had the rows of 2 tables',
    '-- it had none of public.events: what may fail on data was not tried there',
    '-- renamed, as was said: public.t.a=c',
    '-- these look renamed; to keep the rows, say so:',
    "--   pgplumb plan dev --rename public.users.mail=email --rename 'public.a=b c'",
    '-- 1 step',
    '-- THE CLONE REFUSED THIS: step 1 of 1, table public.t: column "b" contains null values',
    '-- 1. table public.t: locks ACCESS EXCLUSIVE, rewrites the table',
    '--    may-fail-on-data: fails if b holds a null',
  ])
  expect(renderPlan({...plan, rows: {...rows, copied: 'all', without: []}, steps: [fails]})).toContain(
    '-- the clone had all rows, so nothing in them is in the way as yet\n',
  )
})

test('as JSON', () => {
  expect(planJson(plan)).toEqual(plan)
})
