import {isUsed} from '../context.ts'
import {blocksWrites} from '../lock-mode.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'

export const validateConstraintInSameTransaction: LintRule = {
  name: 'validate-constraint-in-same-transaction',
  group: 'transactions',
  severity: 'error',
  scales: true,
  what: 'VALIDATE CONSTRAINT in a transaction that already locks the table against writes',
  why: 'ADD CONSTRAINT … NOT VALID keeps its lock until the end of the transaction, so the scan blocks all the same.',
  cure: 'put BEGIN … COMMIT around what comes before, so that its lock is gone when VALIDATE reads the table',
  unsafe: `ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;`,
  safe: `BEGIN;
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
COMMIT;
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;`,
  checks: [
    onCommand('AT_ValidateConstraint', function* ({command, range, table, statement}, {statements, model}) {
      if (!isUsed(table)) return
      const key = model.key(range)
      let holder: (typeof statements)[number] | undefined
      for (let i = statement.index - 1; i >= 0 && !holder; i--) {
        const earlier = statements[i]
        if (!earlier || earlier.segment !== statement.segment) break
        if (earlier.effects.some((effect) => blocksWrites(effect.mode) && model.key(effect.range) === key))
          holder = earlier
      }
      if (!holder) return
      yield {
        message: `${rangeText(range)} has been locked against writes since line ${holder.script.line}, while this reads all of it`,
        table,
        sql: `BEGIN;\n${holder.script.text}\nCOMMIT;\nALTER TABLE ${rangeText(range)} VALIDATE CONSTRAINT ${ident(command.name ?? '')};`,
      }
    }),
  ],
}
