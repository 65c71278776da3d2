import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {migrationLintPage} from '../../../scripts/lib/migration-lint.ts'

test('the page of the rules is what node scripts/migration-lint.js makes of them', () => {
  expect(readFileSync(new URL('../../../docs/migration-lint.md', import.meta.url), 'utf8')).toBe(migrationLintPage())
})
