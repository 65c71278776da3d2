import {typeOf, typeText} from '../model/type.ts'
import {ident} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const varcharLength: LintRule = {
  name: 'varchar-length',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'varchar(n)',
  why: 'A shorter limit later writes the table anew; a CHECK can be changed NOT VALID.',
  cure: 'text, with a CHECK on its length where one is needed',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value varchar(20));',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value text);',
  checks: [
    onColumn(function* ({def}) {
      const type = typeOf(def.typeName)
      if (type.name === 'varchar' && type.modifiers.length > 0)
        yield {
          message: `${ident(def.colname ?? '')} is ${typeText(type)}: its limit is hard to change`,
          at: def.typeName?.location,
        }
    }),
  ],
}
