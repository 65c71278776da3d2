import type {Statement} from '../parse.ts'
import {columnPrint, columnText} from '../table/column.ts'
import type {Column} from '../table/model.ts'
import {readTable} from '../table/read.ts'
import type {Facet, Facets} from './facet.ts'

/** A table: each column, each constraint, each further property. */
export function tableFacets(statements: readonly Statement[], across: boolean): Facets {
  const {columns, constraints, properties} = readTable(statements)
  const facets = new Map<string, Facet>()
  for (const [name, column] of columns)
    facets.set(`column ${name}`, {print: columnPrint(across ? withoutName(column) : column), text: columnText(column)})
  for (const [name, constraint] of constraints) facets.set(`constraint ${name}`, constraint)
  for (const [label, piece] of properties) facets.set(label, piece)
  return {facets, order: [...columns.keys()]}
}

/** Only since PostgreSQL 18 has a NOT NULL a name. */
const withoutName = (column: Column): Column => ({
  ...column,
  notNull: column.notNull && {...column.notNull, print: 'NOT NULL'},
})
