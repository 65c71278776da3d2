import {expect, test} from 'vitest'
import {pace} from '../../src/report/pace.ts'
import {renderAccess} from '../../src/report/tenant-access.ts'
import {renderMigrateResult} from '../../src/report/tenant-migrate.ts'
import {plain} from '../../src/report/theme.ts'

test('how far a long list is: how many, which, how fast, and how long it may take', () => {
  const told: string[] = []
  let now = 0
  const tell = pace(
    1000,
    (text) => told.push(text),
    () => now,
  )
  for (const name of ['a', 'b', 'c', 'd']) {
    now += 100
    tell(name)
  }
  expect(told).toEqual([
    '1/1,000 a, 10 a second',
    '2/1,000 b, 10 a second',
    '3/1,000 c, 10 a second, 1 min 40 s left',
    '4/1,000 d, 10 a second, 1 min 40 s left',
  ])
})

const problem = (message: string) => ({
  code: 'migration_failed',
  message,
  hint: 'look',
  detail: null,
  place: '1.sql:1:1',
})
const tenant = (name: string, outcome: string, said: string | null = null) => ({
  name,
  outcome,
  versions: ['001'],
  problem: said === null ? null : problem(said),
})

test('a run is told by outcome and by error: the same for many is said once', () => {
  const text = renderMigrateResult(
    {
      template: ['001'],
      stopped: 'max-failures',
      access: {granted: ['tenant_a'], failed: []},
      tenants: [
        tenant('a', 'migrated'),
        tenant('b-1', 'failed', 'column "x" of b-1 exists'),
        tenant('c', 'failed', 'column "x" of c exists'),
        tenant('d', 'failed', 'lock'),
        tenant('e', 'not begun'),
      ],
    },
    {database: 'dev', milliseconds: 1000, theme: plain},
  )
  expect(text).toBe(`2 tenants: 1.sql:1:1 column "x" of b-1 exists
  b-1, c
  hint: look
d: 1.sql:1:1 lock
  hint: look
grants are mended in 1 schema
the template has 001
dev: 1 migrated, 3 failed, 1 not begun in 1 s
stopped: as many failed as --max-failures allows
pgplumb tenant migrate goes on where this stopped: what is in effect is not run again`)
})

test('grants that differ are told by what differs, with the SQL', () => {
  const differences = [{role: 'readonly', kind: 'tables', object: 'deals', missing: ['SELECT'], extra: ['DELETE']}]
  const statements = ['REVOKE DELETE …;', 'GRANT SELECT …;']
  expect(renderAccess([{schemas: ['tenant_a', 'tenant_b'], differences, statements}], 'dev', plain)).toBe(
    `2 schemas: tenant_a, tenant_b
  readonly lacks SELECT on deals; has DELETE on deals, which is not declared

    REVOKE DELETE …;
    GRANT SELECT …;

dev: pgplumb tenant grant runs it, in all of them`,
  )
  expect(renderAccess([], 'dev', plain)).toBe('dev: grants are as the config says')
})
