import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

export const severalAlterTables: LintRule = {
  name: 'several-alter-tables',
  group: 'transactions',
  severity: 'info',
  what: 'several ALTER TABLE of one table, each of which scans or rewrites it',
  why: 'Each passes over the table by itself; in one ALTER TABLE they share one pass and one wait for the lock.',
  cure: 'one ALTER TABLE with several commands, separated by commas',
  unsafe: `ALTER TABLE archive ALTER COLUMN customer_id TYPE numeric;
ALTER TABLE archive ALTER COLUMN total TYPE double precision;`,
  safe: 'ALTER TABLE archive ALTER COLUMN customer_id TYPE numeric, ALTER COLUMN total TYPE double precision;',
  checks: [
    onFile(function* ({statements, model}) {
      const seen = new Map<string, number>()
      for (const statement of statements) {
        const [effect] = statement.effects
        if (statement.kind !== 'AlterTableStmt' || !effect || !isUsed(effect.table) || !effect.rewrites) continue
        const key = `${statement.segment} ${model.key(effect.range)}`
        const first = seen.get(key)
        if (first === undefined) seen.set(key, statement.script.line)
        else
          yield {
            statement,
            message: `${rangeText(effect.range)} was written anew at line ${first} already; this does it again`,
            table: effect.table,
          }
      }
    }),
  ],
}
