import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all} from '../tree.ts'

export const duplicateColumnAssignment: LintRule = {
  name: 'duplicate-column-assignment',
  group: 'data',
  severity: 'error',
  what: 'one column that is set twice in an UPDATE, or named twice in an INSERT',
  why: 'PostgreSQL refuses it.',
  cure: 'remove one of them',
  unsafe: "UPDATE orders SET state = 'a', state = 'b' WHERE id = 1;",
  safe: "UPDATE orders SET state = 'a', number = 'b' WHERE id = 1;",
  checks: [
    onStatement('UpdateStmt', function* ({targetList}) {
      const seen = new Set<string>()
      for (const {name = '', indirection, location} of all(targetList, 'ResTarget')) {
        if (seen.has(name) && !indirection?.length) yield {message: `${ident(name)} is set twice`, at: location}
        seen.add(name)
      }
    }),
    onStatement('InsertStmt', function* ({cols}) {
      const seen = new Set<string>()
      for (const {name = '', indirection, location} of all(cols, 'ResTarget')) {
        if (seen.has(name) && !indirection?.length) yield {message: `${ident(name)} is named twice`, at: location}
        seen.add(name)
      }
    }),
  ],
}
