import {typeOf, typeText} from '../model/type.ts'
import {ident} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const serialColumn: LintRule = {
  name: 'serial-column',
  group: 'design',
  severity: 'info',
  what: 'serial columns',
  why: 'The sequence needs grants of its own, and any value can be written past it.',
  cure: 'GENERATED ALWAYS AS IDENTITY',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value bigserial);',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value bigint GENERATED ALWAYS AS IDENTITY);',
  checks: [
    onColumn(function* ({def}) {
      const type = typeOf(def.typeName)
      if (/^(small|big)?serial[248]?$/.test(type.name))
        yield {message: `${ident(def.colname ?? '')} is ${typeText(type)}, not an identity`, at: def.typeName?.location}
    }),
  ],
}
