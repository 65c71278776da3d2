import {typeOf, typeText} from '../model/type.ts'
import {ident} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const charType: LintRule = {
  name: 'char-type',
  group: 'design',
  severity: 'warning',
  what: 'char(n)',
  why: 'Values are padded with blanks, which comparisons with text trip over; it saves nothing.',
  cure: 'text, with a CHECK on its length where one is needed',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value char(2));',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value text);',
  checks: [
    onColumn(function* ({def}) {
      const type = typeOf(def.typeName)
      if (type.name === 'bpchar')
        yield {
          message: `${ident(def.colname ?? '')} is ${typeText(type)}, and padded with blanks`,
          at: def.typeName?.location,
        }
    }),
  ],
}
