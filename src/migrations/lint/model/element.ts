import type {ColumnDef, Constraint as ConstraintNode} from 'libpg-query'
import {all, columnsIn, some, strings} from '../tree.ts'
import type {Model} from './model.ts'
import type {Column, ConstraintKind, Table} from './table.ts'
import {SERIAL, typeOf} from './type.ts'

const KINDS: Readonly<Partial<Record<string, ConstraintKind>>> = {
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_PRIMARY: 'primary key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'not null',
}

export const constraintsOf = (column: ColumnDef): ConstraintNode[] => all(column.constraints, 'Constraint')

/** Adds a column as CREATE TABLE and ADD COLUMN define it, with its constraints. */
export function addColumn(model: Model, table: Table, def: ColumnDef): void {
  const name = def.colname ?? ''
  const constraints = constraintsOf(def)
  const has = (...kinds: string[]) => constraints.some(({contype}) => contype !== undefined && kinds.includes(contype))
  const type = typeOf(def.typeName)
  const serial = SERIAL.test(type.name)
  const column: Column = {
    name,
    type,
    notNull: serial || has('CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY'),
    hasDefault: serial || has('CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'),
  }
  table.columns.set(name, column)
  for (const constraint of constraints) addConstraint(model, table, constraint, [name])
}

/** Adds a constraint. `columns` are those that a column's own constraint is about. */
export function addConstraint(model: Model, table: Table, node: ConstraintNode, columns: readonly string[] = []): void {
  const kind = KINDS[node.contype ?? '']
  if (!kind) return
  const keys = strings(node.contype === 'CONSTR_FOREIGN' ? node.fk_attrs : node.keys)
  const usesIndex = table.indexes.find(({name}) => name === node.indexname)
  const own = keys.length
    ? keys
    : usesIndex
      ? usesIndex.columns.filter((column) => column !== null)
      : kind === 'check' && columns.length === 0
        ? columnsIn(node.raw_expr)
        : columns
  const name = node.conname ?? defaultName(table, kind, own)
  const valid = node.skip_validation !== true
  table.constraints.push({
    name,
    kind,
    columns: own,
    valid,
    references: node.pktable ? {table: model.key(node.pktable), columns: strings(node.pk_attrs)} : null,
    expression: node.raw_expr ?? null,
    provesNotNull: kind === 'check' ? notNullTests(node.raw_expr) : [],
  })
  if (kind === 'primary key') for (const column of own) setColumn(table, column, {notNull: true})
  if (kind === 'not null' && valid) for (const column of own) setColumn(table, column, {notNull: true})
  if (kind === 'primary key' || kind === 'unique') {
    if (usesIndex)
      usesIndex.name === name || model.indexTables.set(`${table.schema}.${name}`, `${table.schema}.${table.name}`)
    else {
      table.indexes.push({name, columns: own, unique: true, valid: true, partial: false})
      model.indexTables.set(`${table.schema}.${name}`, `${table.schema}.${table.name}`)
    }
  }
}

export function setColumn(table: Table, name: string, change: Partial<Column>): void {
  const column = table.columns.get(name)
  if (column) table.columns.set(name, {...column, ...change})
}

const SUFFIX: Readonly<Record<ConstraintKind, string>> = {
  check: 'check',
  'foreign key': 'fkey',
  'primary key': 'pkey',
  unique: 'key',
  exclude: 'excl',
  'not null': 'not_null',
}

/** PostgreSQL's own choice. */
const defaultName = ({name}: Table, kind: ConstraintKind, columns: readonly string[]): string =>
  [name, ...(kind === 'primary key' ? [] : columns.slice(0, kind === 'check' ? 1 : undefined)), SUFFIX[kind]].join('_')

function notNullTests(expression: unknown): string[] {
  const found: string[] = []
  // Under an OR or a NOT it proves nothing.
  if (some(expression, (kind, body) => kind === 'BoolExpr' && body.boolop !== 'AND_EXPR')) return found
  some(expression, (kind, body) => {
    if (kind === 'NullTest' && body.nulltesttype === 'IS_NOT_NULL') found.push(...columnsIn(body.arg))
    return false
  })
  return found
}
