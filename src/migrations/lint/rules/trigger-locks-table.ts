import {isUsed} from '../context.ts'
import {ident, rangeText} from '../name.ts'
import {type Check, type LintRule, onCommand, onStatement} from '../rule.ts'
import {listNames, rangeOf} from '../tree.ts'

const switching = (subtype: string): Check =>
  onCommand(subtype, function* ({range, table}) {
    if (isUsed(table))
      yield {message: `switching triggers waits for, and holds up, every write to ${rangeText(range)}`, table}
  })

export const triggerLocksTable: LintRule = {
  name: 'trigger-locks-table',
  group: 'locks',
  severity: 'info',
  what: 'CREATE, DROP, ENABLE or DISABLE TRIGGER on a table that is in use',
  why: 'SHARE ROW EXCLUSIVE (ACCESS EXCLUSIVE to drop) is short, but waits for running writes, and others wait behind it.',
  cure: 'a file of its own, so that nothing slow comes after; pgplumb tries again rather than make others wait',
  unsafe: 'CREATE OR REPLACE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();',
  safe: `CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, at timestamptz);
CREATE OR REPLACE TRIGGER notes_touch BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION touch();`,
  claim: {table: 'orders', lock: 'SHARE ROW EXCLUSIVE'},
  checks: [
    onStatement('CreateTrigStmt', function* ({relation, trigname = ''}, _, {model}) {
      const table = model.find(relation)
      if (relation && isUsed(table))
        yield {
          message: `creating the trigger ${ident(trigname)} holds up writes to ${rangeText(relation)}`,
          at: relation.location,
          table,
        }
    }),
    onStatement('DropStmt', function* ({removeType, objects = []}, _, {model}) {
      if (removeType !== 'OBJECT_TRIGGER') return
      for (const object of objects) {
        const names = listNames(object)
        const range = rangeOf(names.slice(0, -1))
        const table = model.find(range)
        if (isUsed(table))
          yield {
            message: `dropping the trigger ${ident(names.at(-1) ?? '')} holds up reads and writes of ${rangeText(range)}`,
            table,
          }
      }
    }),
    ...[
      'AT_EnableTrig',
      'AT_EnableTrigAll',
      'AT_EnableTrigUser',
      'AT_DisableTrig',
      'AT_DisableTrigAll',
      'AT_DisableTrigUser',
    ].map(switching),
  ],
}
