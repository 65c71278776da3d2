import {usedEffects} from '../context.ts'
import {blocksWrites} from '../lock-mode.ts'
import {type LintRule, onFile} from '../rule.ts'

export const statementTimeoutMissing: LintRule = {
  name: 'statement-timeout-missing',
  group: 'locks',
  severity: 'warning',
  optional: true,
  what: 'a lock on a table in use, and no SET statement_timeout before it',
  why: 'A statement that takes longer than was thought holds its lock just as long.',
  cure: "SET LOCAL statement_timeout = '5s' at the beginning of the file",
  unsafe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;',
  safe: "SET statement_timeout = '5s';\nALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;",
  checks: [
    onFile(function* ({statements}) {
      for (const statement of statements) {
        const {node} = statement
        if (node && 'VariableSetStmt' in node && node.VariableSetStmt.name === 'statement_timeout') return
        if (!usedEffects(statement).some(({mode}) => blocksWrites(mode))) continue
        yield {statement, message: 'nothing limits how long this takes', table: usedEffects(statement)[0]?.table}
        return
      }
    }),
  ],
}
