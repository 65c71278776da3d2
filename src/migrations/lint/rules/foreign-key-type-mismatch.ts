import type {Table} from '../model/table.ts'
import {typeOf, typeText} from '../model/type.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onConstraint} from '../rule.ts'
import {all, strings} from '../tree.ts'

const BASE: Readonly<Record<string, string>> = {
  bigserial: 'int8',
  serial8: 'int8',
  serial: 'int4',
  serial4: 'int4',
  smallserial: 'int2',
  serial2: 'int2',
}

const primaryKey = (table: Table): readonly string[] =>
  table.constraints.find(({kind}) => kind === 'primary key')?.columns ?? []

export const foreignKeyTypeMismatch: LintRule = {
  name: 'foreign-key-type-mismatch',
  group: 'design',
  severity: 'warning',
  what: 'a foreign key of another type than the key it refers to',
  why: 'An integer that refers to a bigint fails at 2,147,483,648; other pairs cannot use the index.',
  cure: 'the type of the key',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, customer_id integer REFERENCES customers (id));',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id));',
  checks: [
    onConstraint(function* ({constraint, column, range, statement, table, creates}, {model}) {
      const parent = constraint.contype === 'CONSTR_FOREIGN' ? model.find(constraint.pktable) : undefined
      if (!parent || !constraint.pktable) return
      const {node} = statement
      const defs =
        creates && node && 'CreateStmt' in node ? all(node.CreateStmt.tableElts, 'ColumnDef') : column ? [column] : []
      const from = column ? [column.colname ?? ''] : strings(constraint.fk_attrs)
      const to = constraint.pk_attrs?.length ? strings(constraint.pk_attrs) : primaryKey(parent)
      for (const [i, name] of from.entries()) {
        const def = defs.find(({colname}) => colname === name)
        const own = def ? typeOf(def.typeName) : table?.columns.get(name)?.type
        const other = parent.columns.get(to[i] ?? '')?.type
        if (!own || !other || (BASE[own.name] ?? own.name) === (BASE[other.name] ?? other.name)) continue
        yield {
          message: `${rangeText(range)}.${ident(name)} is ${typeText(own)}, ${rangeText(constraint.pktable)}.${ident(to[i] ?? '')} is ${typeText(other)}`,
          at: constraint.location,
        }
      }
    }),
  ],
}
