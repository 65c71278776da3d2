import type {Difference} from '../difference.ts'
import {statementsOf} from '../statements.ts'
import type {Table} from '../table/model.ts'
import {readTable} from '../table/read.ts'
import type {Change} from './action.ts'
import {changesType, needsNewColumn, widens} from './alter/column.ts'
import {attributesGone} from './alter/composite.ts'
import {isTable} from './kinds.ts'

/** What happens to an object, or to one column of it, that those who depend on it notice. */
export type Event = {
  readonly key: string
  readonly column: string | null
  readonly how: 'gone' | 'retyped' | 'widened' | 'dropped'
}

/** What altering an object in place does to those who depend on it. */
export function eventsOf(difference: Difference, change: Change): Event[] {
  const {key} = difference
  if (change.renewed) return [{key, column: null, how: 'gone'}]
  if (isTable(difference.expected[0])) {
    const [from, to] = [difference.actual, difference.expected].map((part) => readTable(statementsOf(part)))
    return from && to ? columnEvents(key, from, to) : []
  }
  return attributesGone(difference).map((column) => ({key, column, how: 'dropped'}))
}

/** What turning one table into another does to those who depend on its columns. */
export function columnEvents(key: string, from: Table, to: Table): Event[] {
  return [...from.columns].flatMap(([column, found]): Event[] => {
    const wanted = to.columns.get(column)
    if (!wanted || needsNewColumn(found, wanted)) return [{key, column, how: 'dropped'}]
    if (!changesType(found, wanted)) return []
    return [{key, column, how: widens(found, wanted) ? 'widened' : 'retyped'}]
  })
}
