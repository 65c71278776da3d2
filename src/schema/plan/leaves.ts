import type {Sourced} from '../statements.ts'
import {readTable} from '../table/read.ts'

/** Whether the table is a partition, and of no table or of another one on the other side. */
export function leaves(actual: readonly Sourced[], expected: readonly Sourced[]): boolean {
  if (!actual.some(({from}) => from.startsWith('TABLE ATTACH\n'))) return false
  const [from, to] = [actual, expected].map((side) => readTable(side).properties.get('partition of')?.print)
  return from !== undefined && from !== to
}
