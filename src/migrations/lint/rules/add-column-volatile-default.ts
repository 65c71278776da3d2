import {addColumnRewrites} from '../command-effect.ts'
import {isUsed} from '../context.ts'
import {type Type, typeOf, typeText} from '../model/type.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const addColumnVolatileDefault: LintRule = {
  name: 'add-column-volatile-default',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ADD COLUMN with a default that differs from row to row, or of a domain with a constraint',
  why: 'Each row needs a value of its own: the table is written anew under ACCESS EXCLUSIVE. A constant or now() is not.',
  cure: 'add the column without a default, then set the default, then fill the old rows in batches',
  unsafe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS token uuid DEFAULT gen_random_uuid();',
  safe: `ALTER TABLE orders ADD COLUMN IF NOT EXISTS token uuid;
ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();`,
  claim: {table: 'orders', lock: 'ACCESS EXCLUSIVE', rewrites: true},
  checks: [
    onColumn(function* ({def, range, table, creates}, {model}) {
      if (creates || !isUsed(table)) return
      const reason = addColumnRewrites(def, model)
      if (reason?.why !== 'volatile' && reason?.why !== 'domain') return
      const type: Type = typeOf(def.typeName)
      const column = ident(def.colname ?? '')
      const add = `ALTER TABLE ${rangeText(range)} ADD COLUMN IF NOT EXISTS ${column} ${typeText(type)};`
      yield {
        message:
          reason.why === 'domain'
            ? `${reason.what} is a domain with a constraint, so all of ${rangeText(range)} is written anew`
            : `${reason.what} gives each row its own value, so all of ${rangeText(range)} is written anew`,
        at: def.location,
        table,
        sql:
          reason.why === 'domain'
            ? `-- the base type of ${reason.what}, with the domain's condition as a CHECK … NOT VALID\nALTER TABLE ${rangeText(range)} ADD COLUMN IF NOT EXISTS ${column} …;`
            : `${add}\nALTER TABLE ${rangeText(range)} ALTER COLUMN ${column} SET DEFAULT ${reason.what};\n-- then, in batches of some thousand rows:\nUPDATE ${rangeText(range)} SET ${column} = DEFAULT WHERE ${column} IS NULL AND …;`,
      }
    }),
  ],
}
