import type {Difference} from '../difference.ts'
import {statementsOf} from '../statements.ts'
import {columnPrint} from '../table/column.ts'
import type {Column, Table} from '../table/model.ts'
import {readTable} from '../table/read.ts'
import {isTable} from './kinds.ts'
import type {Rename} from './rename/rename.ts'

/**
 * Renames that the differences look like: in one table one column gone and one new that are alike but for the name,
 * or one table gone and one new with the same columns. Only what has one answer is suggested.
 */
export function suggestRenames(differences: readonly Difference[]): Rename[] {
  const tables = differences.filter(({actual, expected}) => isTable(actual[0] ?? expected[0]))
  return [...tables.flatMap(columnRenames), ...tableRenames(tables)]
}

function columnRenames({actual, expected}: Difference): Rename[] {
  const [main] = actual
  if (!main || !expected.length) return []
  const [from, to] = [readTable(statementsOf(actual)).columns, readTable(statementsOf(expected)).columns]
  const gone = [...from.values()].filter(({name}) => !to.has(name))
  const come = [...to.values()].filter(({name}) => !from.has(name))
  return gone.flatMap((old): Rename[] => {
    const alike = come.filter((column) => columnPrint(column) === columnPrint(old))
    const rivals = gone.filter((column) => columnPrint(column) === columnPrint(old))
    const [only] = alike
    if (!only || alike.length > 1 || rivals.length > 1) return []
    return [{kind: 'column', from: [main.schema ?? '', main.tag, old.name], to: [only.name], standing: false}]
  })
}

function tableRenames(tables: readonly Difference[]): Rename[] {
  const print = (table: Table): string =>
    JSON.stringify([...table.columns.values()].map((column: Column) => [column.name, column.type.print]).sort())
  const lone = (side: 'actual' | 'expected', other: 'actual' | 'expected') =>
    tables
      .filter((table) => table[side].length && !table[other].length)
      .map((table) => ({entry: table[side][0], print: print(readTable(statementsOf(table[side])))}))
  const [gone, come] = [lone('actual', 'expected'), lone('expected', 'actual')]
  return gone.flatMap(({entry, print: columns}): Rename[] => {
    const alike = come.filter((table) => table.print === columns && table.entry?.schema === entry?.schema)
    const rivals = gone.filter((table) => table.print === columns)
    const [only] = alike
    if (!entry || !only?.entry || alike.length > 1 || rivals.length > 1 || columns === '[]') return []
    return [{kind: 'table', from: [entry.schema ?? '', entry.tag], to: [only.entry.tag], standing: false}]
  })
}
