import type {LintStatement} from '../context.ts'
import {ident, identList, madeName, rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'
import {all, bodyOf, strings} from '../tree.ts'

export const foreignKeyWithoutIndex: LintRule = {
  name: 'foreign-key-without-index',
  group: 'design',
  severity: 'warning',
  what: 'a foreign key whose columns no index begins with',
  why: 'Each DELETE or key UPDATE of the other table reads all of this one, and joins do too.',
  cure: 'an index that begins with the columns of the foreign key',
  unsafe: 'ALTER TABLE orders ADD CONSTRAINT o1 FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;',
  safe: `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_customer_id ON orders (customer_id);
ALTER TABLE orders ADD CONSTRAINT o1 FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;`,
  checks: [
    onFile(function* ({statements, model}) {
      for (const statement of statements)
        for (const {range, columns} of foreignKeys(statement)) {
          const table = model.find(range)
          // Of a table that was not seen being made, the indexes are not known either.
          if (!table?.known || columns.length === 0) continue
          const covered = table.indexes.some(
            ({columns: keys, partial, valid}) =>
              valid && !partial && columns.every((column) => keys.slice(0, columns.length).includes(column)),
          )
          if (covered) continue
          const name = ident(madeName(range.relname ?? '', ...columns))
          const isNew = table.age === 'file'
          yield {
            statement,
            message: `no index of ${rangeText(range)} begins with ${identList(columns)}`,
            object: {kind: 'table', identity: `${table.schema}.${table.name}`},
            sql: `CREATE INDEX ${isNew ? '' : 'CONCURRENTLY '}IF NOT EXISTS ${name} ON ${rangeText(range)} (${identList(columns)});`,
          }
        }
    }),
  ],
}

function* foreignKeys({node}: LintStatement) {
  if (node && 'CreateStmt' in node && node.CreateStmt.relation) {
    const {relation: range, tableElts} = node.CreateStmt
    for (const {contype, fk_attrs} of all(tableElts, 'Constraint'))
      if (contype === 'CONSTR_FOREIGN') yield {range, columns: strings(fk_attrs)}
    for (const {colname = '', constraints} of all(tableElts, 'ColumnDef'))
      if (all(constraints, 'Constraint').some(({contype}) => contype === 'CONSTR_FOREIGN'))
        yield {range, columns: [colname]}
  } else if (node && 'AlterTableStmt' in node && node.AlterTableStmt.relation) {
    const {relation: range, cmds} = node.AlterTableStmt
    for (const {def} of all(cmds, 'AlterTableCmd')) {
      const constraint = bodyOf(def, 'Constraint')
      if (constraint?.contype === 'CONSTR_FOREIGN') yield {range, columns: strings(constraint.fk_attrs)}
      const column = bodyOf(def, 'ColumnDef')
      if (column && all(column.constraints, 'Constraint').some(({contype}) => contype === 'CONSTR_FOREIGN'))
        yield {range, columns: [column.colname ?? '']}
    }
  }
}
