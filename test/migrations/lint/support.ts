import {readFileSync} from 'node:fs'
import type {Finding} from '../../../src/finding.ts'
import {NOTHING_KNOWN, type Surroundings} from '../../../src/migrations/lint/context.ts'
import {type LintFile, type LintResult, lint} from '../../../src/migrations/lint/lint.ts'
import type {LintRule} from '../../../src/migrations/lint/rule.ts'
import {RULES} from '../../../src/migrations/lint/rules/index.ts'

export const FIXTURE = readFileSync(new URL('fixture.sql', import.meta.url), 'utf8')

const file = (path: string, text: string, look: boolean): LintFile => ({
  source: {file: path, path, text},
  look,
  pending: false,
})

/** Lints a text as a migration that runs on the fixture. */
export const lintText = (
  text: string,
  {
    rules = RULES,
    surroundings = NOTHING_KNOWN,
    forTenants = false,
  }: {readonly rules?: readonly LintRule[]; readonly surroundings?: Surroundings; readonly forTenants?: boolean} = {},
): Promise<LintResult> =>
  lint([file('fixture.sql', FIXTURE, false), file('001_test.sql', text, true)], {
    rules,
    surroundings,
    forTenants,
    fix: true,
  })

export const namesOf = (findings: readonly Finding[]): string[] => findings.map(({rule}) => rule)

/** What a rule needs to be told before it finds anything in its example. */
export const SURROUNDINGS: Readonly<Record<string, Partial<Surroundings>>> = {
  'concurrently-corrupts-index': {serverVersion: 140_002},
  'invalid-index-left-behind': {invalidIndexes: [{index: 'public.orders_half', table: 'public.orders'}]},
}
