import type {Difference} from '../difference.ts'
import {type Entry, keyOf} from '../entry.ts'
import {statementsOf} from '../statements.ts'
import {readTable} from '../table/read.ts'
import {parentKeys, type Sides} from './contexts.ts'
import {isTable} from './kinds.ts'

/**
 * Tables that do not differ, but lose a NOT NULL with the table they are a partition or a child of, though they are to
 * keep it: PostgreSQL takes it from all below.
 */
export function losingNotNull(differences: readonly Difference[], sides: Sides): Difference[] {
  const losers = new Map(differences.flatMap(lost))
  if (!losers.size) return []
  const known = new Set(differences.map(({key}) => key))
  const {part, schema} = sides.expected
  return [...schema.entries].flatMap(([key, entry]): Difference[] => {
    if (known.has(key) || !hasParents(entry, schema.entries)) return []
    const expected = part(key)
    const columns = ancestors(key, part).flatMap((parent) => losers.get(parent) ?? [])
    const own = columns.length ? readTable(statementsOf(expected)).columns : undefined
    if (!columns.some((name) => own?.get(name)?.notNull)) return []
    return [{key, actual: sides.actual.part(key), expected, details: {real: [], cosmetic: []}}]
  })
}

/** The columns of a table that may be null from now on. */
function lost({key, actual, expected}: Difference): [string, string[]][] {
  if (!isTable(actual[0]) || !isTable(expected[0])) return []
  const [from, to] = [readTable(statementsOf(actual)), readTable(statementsOf(expected))]
  const names = [...from.columns.values()].filter(({name, notNull}) => notNull && !to.columns.get(name)?.notNull)
  return names.length ? [[key, names.map(({name}) => name)]] : []
}

const hasParents = (entry: Entry, entries: ReadonlyMap<string, Entry>): boolean =>
  isTable(entry) && (/\nINHERITS \(/.test(entry.text) || entries.has(keyOf({...entry, type: 'TABLE ATTACH'})))

function ancestors(key: string, part: Sides['expected']['part']): string[] {
  const parents = parentKeys(part(key))
  return [...parents, ...parents.flatMap((parent) => ancestors(parent, part))]
}
