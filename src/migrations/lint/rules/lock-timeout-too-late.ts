import {usedEffects} from '../context.ts'
import {blocksWrites} from '../lock-mode.ts'
import {type LintRule, onFile} from '../rule.ts'

export const lockTimeoutTooLate: LintRule = {
  name: 'lock-timeout-too-late',
  group: 'locks',
  severity: 'warning',
  what: 'SET lock_timeout after a statement that has waited for a lock already',
  why: 'It counts only for what comes after it.',
  cure: 'move it to the beginning of the file',
  unsafe: "ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;\nSET lock_timeout = '1s';",
  safe: "SET lock_timeout = '1s';\nALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;",
  checks: [
    onFile(function* ({statements}) {
      let line = 0
      let isSet = false
      for (const statement of statements) {
        const {node} = statement
        if (node && 'VariableSetStmt' in node && node.VariableSetStmt.name === 'lock_timeout') {
          if (line > 0 && !isSet) yield {statement, message: `the statement at line ${line} took its lock without this`}
          isSet = true
        } else if (line === 0 && usedEffects(statement).some(({mode}) => blocksWrites(mode)))
          line = statement.script.line
      }
    }),
  ],
}
