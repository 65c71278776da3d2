import {expect, test} from 'vitest'
import type {Step} from '../../src/plan.ts'
import {runSteps} from '../../src/schema/run-steps.ts'
import {createDatabase, session} from '../support/database.ts'

const step = (sql: string, transactional = true): Step => ({
  sql,
  kind: 'table',
  identity: 'public.t',
  transactional,
  lock: null,
  rewrites: false,
  hazards: [],
})

test('steps between two that stand alone are one transaction; a failure says how far it came', async () => {
  const client = await session(await createDatabase('CREATE TABLE t (a int)'))
  const steps = [
    step('ALTER TABLE t ADD b int'),
    step('CREATE INDEX CONCURRENTLY i ON t (b)', false),
    step('ALTER TABLE t ADD c int'),
    step('ALTER TABLE t ADD c int'),
  ]
  await expect(runSteps(client, steps)).rejects.toMatchObject({
    code: 'step_failed',
    detail: expect.stringContaining('the first 2 of 4 steps are done, the rest is not'),
  })
  const {rows} = await client.query(
    "SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY 1",
  )
  expect(rows.map(({attname}) => attname)).toEqual(['a', 'b'])
  await runSteps(client, [])
})

test('an interruption cancels the statement that runs, and rolls back', async () => {
  const client = await session(await createDatabase('CREATE TABLE t (a int)'))
  const controller = new AbortController()
  const running = runSteps(client, [step('ALTER TABLE t ADD b int'), step('SELECT pg_sleep(600)')], {
    signal: controller.signal,
    onStep: (_, index) => {
      if (index === 1) setTimeout(() => controller.abort(), 50)
    },
  })
  await expect(running).rejects.toMatchObject({code: 'interrupted', detail: 'nothing was changed'})
  expect((await client.query('SELECT * FROM t')).fields.map(({name}) => name)).toEqual(['a'])
})
