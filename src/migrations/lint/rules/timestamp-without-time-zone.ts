import {typeOf, typeText} from '../model/type.ts'
import {ident} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const timestampWithoutTimeZone: LintRule = {
  name: 'timestamp-without-time-zone',
  group: 'design',
  severity: 'warning',
  what: 'timestamp without time zone',
  why: 'It is no moment: what it means depends on where it was written, and twice a year it is wrong.',
  cure: 'timestamptz',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value timestamp);',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value timestamptz);',
  checks: [
    onColumn(function* ({def}) {
      const type = typeOf(def.typeName)
      if (type.name === 'timestamp')
        yield {
          message: `${ident(def.colname ?? '')} is ${typeText(type)} without time zone`,
          at: def.typeName?.location,
        }
    }),
  ],
}
