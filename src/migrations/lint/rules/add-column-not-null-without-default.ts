import {isUsed} from '../context.ts'
import {constraintsOf} from '../model/element.ts'
import {SERIAL, typeOf} from '../model/type.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

const FILLED = ['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED']

export const addColumnNotNullWithoutDefault: LintRule = {
  name: 'add-column-not-null-without-default',
  group: 'data',
  severity: 'error',
  what: 'ADD COLUMN … NOT NULL without a default',
  why: 'It fails on a table that has rows, and breaks every INSERT that does not name the column.',
  cure: 'give it a constant default (which writes nothing), or add it nullable, fill it, and SET NOT NULL later',
  unsafe: 'ALTER TABLE archive ADD COLUMN IF NOT EXISTS channel text NOT NULL;',
  safe: "ALTER TABLE archive ADD COLUMN IF NOT EXISTS channel text NOT NULL DEFAULT 'web';",
  checks: [
    onColumn(function* ({def, range, table, creates}) {
      if (creates || !isUsed(table) || SERIAL.test(typeOf(def.typeName).name)) return
      const kinds = constraintsOf(def).map(({contype = ''}) => contype)
      if (!kinds.includes('CONSTR_NOTNULL') && !kinds.includes('CONSTR_PRIMARY')) return
      if (kinds.some((kind) => FILLED.includes(kind))) return
      yield {
        message: `the rows of ${rangeText(range)} have no value for ${ident(def.colname ?? '')}, so this fails where there are any`,
        at: def.location,
        table,
      }
    }),
  ],
}
