import type {Entry} from '../entry.ts'
import type {Placed} from './action.ts'
import {tableKeyOf} from './table-key.ts'

type Entries = ReadonlyMap<string, Entry>

/**
 * Where steps come that join a partition to a table which is there already: once the partition has its indexes and
 * keys, for ATTACH PARTITION would make those of the table that it does not find. In a dump they come before.
 */
export function attachOrder(
  placed: readonly Placed[],
  entries: Entries,
  order: ReadonlyMap<string, number>,
  isMade: (key: string) => boolean,
): (at: string) => number | undefined {
  const keys = new Set(placed.map(({at}) => at))
  const joins = [...keys].filter((at) => at.startsWith('TABLE ATTACH\n') && !isMadeWhole(entries.get(at), isMade))
  if (!joins.length) return () => undefined
  const joining = new Set(joins.map((at) => at.replace(/^TABLE ATTACH/, 'TABLE')))
  const indexed = new Map(
    [...keys].flatMap((at): [string, string][] => {
      const table = at.startsWith('INDEX ATTACH\n') ? tableOfIndex(at, entries) : undefined
      return table !== undefined && joining.has(table) ? [[at, table]] : []
    }),
  )
  const last = Math.max(...[...keys].filter((at) => BUILDS.test(at)).map((at) => order.get(at) ?? 0))
  const late = new Set(indexed.values())
  return (at) => {
    if (indexed.has(at)) return last + 2 / 3
    return late.has(at.replace(/^TABLE ATTACH/, 'TABLE')) && at.startsWith('TABLE ATTACH\n') ? last + 1 / 3 : undefined
  }
}

const BUILDS = /^(?:INDEX|INDEX ATTACH|CONSTRAINT)\n/

const isMadeWhole = (attach: Entry | undefined, isMade: (key: string) => boolean): boolean =>
  attach !== undefined && tableKeyOf(attach).some(isMade)

/** The key of the table whose index, or whose key's index, is attached. */
function tableOfIndex(at: string, entries: Entries): string | undefined {
  const [, schema = '', name = ''] = at.split('\n')
  const index =
    entries.get(`INDEX\n${schema}\n${name}`) ??
    [...entries.values()].find(
      (entry) => entry.type === 'CONSTRAINT' && entry.schema === schema && entry.tag.endsWith(` ${name}`),
    )
  return index && tableKeyOf(index).find((key) => key.startsWith('TABLE\n'))
}
