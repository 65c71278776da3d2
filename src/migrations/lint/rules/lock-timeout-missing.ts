import {usedEffects} from '../context.ts'
import {blocksWrites} from '../lock-mode.ts'
import {type LintRule, onFile} from '../rule.ts'

export const lockTimeoutMissing: LintRule = {
  name: 'lock-timeout-missing',
  group: 'locks',
  severity: 'warning',
  optional: true,
  what: 'a lock on a table in use, and no SET lock_timeout before it',
  why: 'pgplumb sets one for each migration; whoever runs the file by hand, or with another tool, has none.',
  cure: "SET LOCAL lock_timeout = '5s' at the beginning of the file",
  unsafe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;',
  safe: "SET lock_timeout = '5s';\nALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;",
  checks: [
    onFile(function* ({statements}) {
      for (const statement of statements) {
        const {node} = statement
        if (node && 'VariableSetStmt' in node && node.VariableSetStmt.name === 'lock_timeout') return
        if (!usedEffects(statement).some(({mode}) => blocksWrites(mode))) continue
        yield {
          statement,
          message: 'nothing limits how long this waits for its lock',
          table: usedEffects(statement)[0]?.table,
        }
        return
      }
    }),
  ],
}
