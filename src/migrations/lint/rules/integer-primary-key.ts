import {constraintsOf} from '../model/element.ts'
import {typeOf, typeText} from '../model/type.ts'
import {ident} from '../name.ts'
import {type LintRule, onConstraint} from '../rule.ts'
import {all, strings} from '../tree.ts'

const SHORT = /^(int[24]|smallserial|serial|serial[24])$/

export const integerPrimaryKey: LintRule = {
  name: 'integer-primary-key',
  group: 'design',
  severity: 'warning',
  what: 'a primary key of smallint, integer or serial',
  why: 'At 2,147,483,647 rows nothing can be added, and a wider type writes the table and all that refer to it anew.',
  cure: 'bigint GENERATED ALWAYS AS IDENTITY, or uuid',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY);',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);',
  checks: [
    onConstraint(function* ({constraint, column, statement, creates}) {
      if (constraint.contype !== 'CONSTR_PRIMARY') return
      const {node} = statement
      const columns = column
        ? [column]
        : creates && node && 'CreateStmt' in node
          ? all(node.CreateStmt.tableElts, 'ColumnDef')
          : []
      const keys = column ? [column.colname ?? ''] : strings(constraint.keys)
      for (const key of keys) {
        const def = columns.find(({colname}) => colname === key)
        const type = typeOf(def?.typeName)
        // A key of two columns is mostly made of other tables' keys, and of a reference their type decides.
        const generates =
          keys.length === 1 && !(def && constraintsOf(def).some(({contype}) => contype === 'CONSTR_FOREIGN'))
        if (def && generates && SHORT.test(type.name))
          yield {
            message: `${ident(key)} is ${typeText(type)}: there is an end to its numbers`,
            at: def.location,
            sql: `${ident(key)} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY`,
          }
      }
    }),
  ],
}
