import {type LintStatement, usedEffects} from '../context.ts'
import {blocksWrites} from '../lock-mode.ts'
import {type LintRule, onFile} from '../rule.ts'

export const locksSeveralTables: LintRule = {
  name: 'locks-several-tables',
  group: 'transactions',
  severity: 'info',
  what: 'one transaction that locks three or more tables against writes',
  why: 'All locks are held to the end; a session that takes them in another order makes a deadlock.',
  cure: 'a file, or a BEGIN … COMMIT, for each table',
  unsafe: `ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS a text;
ALTER TABLE countries ADD COLUMN IF NOT EXISTS a text;`,
  safe: `BEGIN;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;
COMMIT;
BEGIN;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS a text;
COMMIT;
ALTER TABLE countries ADD COLUMN IF NOT EXISTS a text;`,
  checks: [
    onFile(function* ({statements, model}) {
      const locked = new Map<number, {tables: Set<string>; last: LintStatement}>()
      for (const statement of statements) {
        if (statement.transaction === null) continue
        for (const {mode, range} of usedEffects(statement)) {
          if (!blocksWrites(mode)) continue
          const entry = locked.get(statement.segment) ?? {tables: new Set<string>(), last: statement}
          const grows = !entry.tables.has(model.key(range))
          entry.tables.add(model.key(range))
          locked.set(statement.segment, grows ? {...entry, last: statement} : entry)
        }
      }
      for (const {tables, last} of locked.values())
        if (tables.size >= 3)
          yield {
            statement: last,
            message: `from here on the transaction blocks ${tables.size} tables: ${[...tables].slice(0, 5).join(', ')}${tables.size > 5 ? ', …' : ''}`,
          }
    }),
  ],
}
