import {typeOf, typeText} from '../model/type.ts'
import {ident} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const discouragedType: LintRule = {
  name: 'discouraged-type',
  group: 'design',
  severity: 'warning',
  what: 'money, timetz, name and oid as types of columns',
  why: 'money depends on a setting of the server, timetz has no date to know the offset by, oid and name are internal.',
  cure: 'numeric, timestamptz, bigint, text',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value money);',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, value numeric);',
  checks: [
    onColumn(function* ({def}) {
      const type = typeOf(def.typeName)
      if (/^(money|timetz|name|oid)$/.test(type.name))
        yield {message: `${ident(def.colname ?? '')} is ${typeText(type)}`, at: def.typeName?.location}
    }),
  ],
}
