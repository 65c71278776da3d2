import {typeOf, typeText} from '../model/type.ts'
import {ident} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const jsonColumn: LintRule = {
  name: 'json-column',
  group: 'design',
  severity: 'warning',
  what: 'json',
  why: 'It has no equality, so that DISTINCT, UNION and GROUP BY fail, and no index.',
  cure: 'jsonb',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value json);',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value jsonb);',
  checks: [
    onColumn(function* ({def}) {
      const type = typeOf(def.typeName)
      if (type.name === 'json')
        yield {
          message: `${ident(def.colname ?? '')} is ${typeText(type)}, which cannot be compared`,
          at: def.typeName?.location,
        }
    }),
  ],
}
