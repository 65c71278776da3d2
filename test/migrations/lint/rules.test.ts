import {readdirSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {NOTHING_KNOWN} from '../../../src/migrations/lint/context.ts'
import {RULES} from '../../../src/migrations/lint/rules/index.ts'
import {lintText, namesOf, SURROUNDINGS} from './support.ts'

test('every file of the rules folder is a rule of its name', () => {
  const files = readdirSync(new URL('../../../src/migrations/lint/rules', import.meta.url))
  const names = files.filter((file) => file !== 'index.ts').map((file) => file.replace(/\.ts$/, ''))
  expect(RULES.map(({name}) => name)).toEqual(names.sort())
  for (const rule of RULES) for (const text of [rule.what, rule.why, rule.cure]) expect(text.length).toBeLessThan(125)
})

describe.each(RULES.filter(({name}) => name !== 'tenant-blast-radius').map((rule) => ({name: rule.name, rule})))(
  '$name',
  ({name, rule}) => {
    const surroundings = {...NOTHING_KNOWN, ...SURROUNDINGS[name]}

    test('finds what is unsafe, and points at it', async () => {
      const {findings} = await lintText(rule.unsafe, {surroundings})
      const own = findings.filter((finding) => finding.rule === name)
      expect(own, namesOf(findings).join(', ')).not.toEqual([])
      for (const finding of own) {
        expect(finding).toMatchObject({file: '001_test.sql', line: expect.any(Number), column: expect.any(Number)})
        expect(finding.cure).not.toBe('')
      }
    })

    test('finds nothing in the safe form', async () => {
      const {findings} = await lintText(rule.safe, {surroundings})
      expect(namesOf(findings)).not.toContain(name)
      expect(namesOf(findings)).not.toContain('syntax-error')
    })
  },
)
