import type {LintStatement} from './context.ts'
import {append, follow} from './edit.ts'
import {ident, identList, madeName, rangeText} from './name.ts'
import type {AddedConstraint, Fix} from './rule.ts'
import {all, strings} from './tree.ts'

export type SafeForm = {readonly sql: string; readonly fix: Fix | null}

/** Whether the ALTER TABLE does nothing else, so that its text can be changed as a whole. */
export const isSingle = ({node}: LintStatement): boolean =>
  node !== null && 'AlterTableStmt' in node && all(node.AlterTableStmt.cmds, 'AlterTableCmd').length === 1

/** In the runner's transaction a BEGIN … COMMIT can be put around a statement; in the file's own it cannot. */
export const inOwnTransaction = (sql: string): string => `BEGIN;\n${sql}\nCOMMIT;`

export const textOf = ({script: {text}}: LintStatement): string => text.replace(/;\s*$/, '')

/** ADD CONSTRAINT … NOT VALID in a transaction that ends, then VALIDATE, which lets others read and write. */
export function validateLater({constraint, column, range, statement}: AddedConstraint): SafeForm {
  const table = rangeText(range)
  const suffix = constraint.contype === 'CONSTR_FOREIGN' ? 'fkey' : 'check'
  const columns = strings(constraint.fk_attrs)
  const name =
    constraint.conname ?? madeName(range.relname ?? '', ...(column ? [column.colname ?? ''] : columns), suffix)
  const validate = `ALTER TABLE ${table} VALIDATE CONSTRAINT ${ident(name)};`
  const single = isSingle(statement) && column === null && constraint.conname !== undefined
  if (single && statement.transaction === 'runner') {
    const add = `${textOf(statement)} NOT VALID;`
    const begin = {from: 0, to: 0, text: 'BEGIN;\n'}
    return {
      sql: `${inOwnTransaction(add)}\n${validate}`,
      fix: () => [begin, ...append(statement, ' NOT VALID'), ...follow(statement, `COMMIT;\n${validate}`)],
    }
  }
  const add = `ALTER TABLE ${table} ADD CONSTRAINT ${ident(name)} ${definition(constraint, column?.colname)} NOT VALID;`
  return {sql: `${inOwnTransaction(add)}\n${validate}`, fix: null}
}

function definition(constraint: AddedConstraint['constraint'], column: string | undefined): string {
  if (constraint.contype !== 'CONSTR_FOREIGN') return 'CHECK (…)'
  const from = column === undefined ? identList(strings(constraint.fk_attrs)) : ident(column)
  const to = strings(constraint.pk_attrs)
  const parent = constraint.pktable ? rangeText(constraint.pktable) : '…'
  return `FOREIGN KEY (${from}) REFERENCES ${parent}${to.length ? ` (${identList(to)})` : ''}`
}

/** A unique index made CONCURRENTLY, which the constraint then takes over. */
export function usingIndex({constraint, column, range, statement}: AddedConstraint): SafeForm {
  const primary = constraint.contype === 'CONSTR_PRIMARY'
  const columns = column ? [column.colname ?? ''] : strings(constraint.keys)
  const table = range.relname ?? ''
  const name = constraint.conname ?? (primary ? madeName(table, 'pkey') : madeName(table, ...columns, 'key'))
  const sql = [
    `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ${ident(name)} ON ${rangeText(range)} (${identList(columns)});`,
    `ALTER TABLE ${rangeText(range)} ADD CONSTRAINT ${ident(name)} ${primary ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX ${ident(name)};`,
  ].join('\n')
  const plain =
    !constraint.deferrable && !constraint.nulls_not_distinct && !constraint.including && !constraint.indexspace
  const fixable = plain && column === null && isSingle(statement) && statement.transaction === 'runner'
  return {sql, fix: fixable ? () => [{from: 0, to: statement.script.text.length, text: sql}] : null}
}

/** SET NOT NULL by way of a CHECK that is validated while others read and write. */
export function notNullLater(range: AddedConstraint['range'], column: string, statement: LintStatement): SafeForm {
  const [table, name] = [rangeText(range), madeName(range.relname ?? '', column, 'not_null')]
  const sql = [
    inOwnTransaction(
      `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${ident(name)},\n  ADD CONSTRAINT ${ident(name)} CHECK (${ident(column)} IS NOT NULL) NOT VALID;`,
    ),
    `ALTER TABLE ${table} VALIDATE CONSTRAINT ${ident(name)};`,
    `ALTER TABLE ${table} ALTER COLUMN ${ident(column)} SET NOT NULL;`,
    `ALTER TABLE ${table} DROP CONSTRAINT ${ident(name)};`,
  ].join('\n')
  const fixable = isSingle(statement) && statement.transaction === 'runner'
  return {sql, fix: fixable ? () => [{from: 0, to: statement.script.text.length, text: sql}] : null}
}
