import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {rulesPage} from '../../scripts/lib/rules.ts'
import {loadRules, RULE_GROUPS} from '../../src/rules/load.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('the page of the rules is what node scripts/rules.js makes of them', async () => {
  expect(read('docs/rules.md')).toBe(await rulesPage())
})

test('every rule that the table of conventions names exists', async () => {
  const names = (await loadRules(RULE_GROUPS)).map(({name}) => name)
  const table = read('scripts/lib/rule-conventions.md').split('\n').slice(4)
  const cells = table.flatMap(
    (row) =>
      row
        .split('|')
        .at(2)
        ?.match(/`[a-z0-9-]+`/g) ?? [],
  )
  const named = cells.map((name) => name.replaceAll('`', ''))
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter((name) => !names.includes(name))).toEqual([])
})
