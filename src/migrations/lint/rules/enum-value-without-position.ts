import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {strings} from '../tree.ts'

export const enumValueWithoutPosition: LintRule = {
  name: 'enum-value-without-position',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'ALTER TYPE … ADD VALUE without BEFORE or AFTER',
  why: 'The value sorts last; databases that got their values in another order sort differently.',
  cure: 'say BEFORE or AFTER which value',
  unsafe: "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm';",
  safe: "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm' AFTER 'sad';",
  checks: [
    onStatement('AlterEnumStmt', function* ({typeName, newVal = '', oldVal, newValNeighbor}) {
      if (oldVal === undefined && newValNeighbor === undefined)
        yield {message: `'${newVal}' sorts last in ${strings(typeName).map(ident).join('.')}`}
    }),
  ],
}
