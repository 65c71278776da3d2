import {expect, test} from 'vitest'
import {renderCoverage} from '../../src/report/coverage.ts'

const one = {permissive: ['a'], restrictive: []}
const none = {permissive: [], restrictive: []}
const table = {
  schema: 'public',
  table: 'notes',
  kind: 'table',
  enabled: true,
  forced: true,
  commands: {SELECT: one, INSERT: none, UPDATE: {permissive: ['a', 'b'], restrictive: ['c']}, DELETE: none},
  roles: [],
}

test('without roles, a row a table with the number of its policies', () => {
  expect(renderCoverage([table, {...table, schema: 'app', enabled: false, forced: false}], 'tenant_id')).toBe(
    `table      enabled  forced  SELECT  INSERT  UPDATE  DELETE
notes      yes      yes     1       none    2 - 1   none
app.notes  NO !     NO !    1       -       2 - 1   -

NO !       row security is off, or its owner passes it by
n - m      n policies admit rows, m restrictive ones narrow them`,
  )
})

test('with roles, a row for each, and the gaps marked', () => {
  const roles = [
    {role: 'app', commands: {SELECT: 1, INSERT: 'refused', UPDATE: 2, DELETE: 'none'}},
    {role: 'report', commands: {SELECT: 'open', INSERT: 'none', UPDATE: 'none', DELETE: 'none'}},
  ] as const
  expect(renderCoverage([{...table, roles}], 'tenant_id')).toBe(
    `table  enabled  forced  role    SELECT  INSERT     UPDATE  DELETE
notes  yes      yes     app     1       refused !  2 - 1   -
                        report  open !  -          -       -

open !     the command is granted, and row security does not bind it
refused !  the command is granted, and no policy admits a row
n - m      n policies admit rows, m restrictive ones narrow them`,
  )
})

test('a partition is reached through its parent', () => {
  expect(renderCoverage([{...table, kind: 'partition', enabled: false, forced: false}], 'tenant_id')).not.toContain('!')
})

test('nothing to show says what was looked for', () => {
  expect(renderCoverage([], 'tenant_id')).toBe('no table has the tenant column tenant_id or row security')
})
