import {child, childrenOf} from '../canonical.ts'
import type {Entry} from '../entry.ts'
import {parse} from '../parse.ts'
import type {Placed} from './action.ts'
import {relation} from './names.ts'

const LOGS = /^ALTER TABLE (.+) SET (UN)?LOGGED$/s

/**
 * The order of tables that become logged, or unlogged, where foreign keys join them: no logged table may refer to an
 * unlogged one at any time. Of other steps undefined.
 */
export function loggingOrder(
  placed: readonly Placed[],
  entries: ReadonlyMap<string, Entry>,
  order: ReadonlyMap<string, number>,
): (item: Placed) => number | undefined {
  const items = new Map(placed.flatMap((item) => (LOGS.test(item.step.sql) ? [[tableOf(item), item] as const] : [])))
  if (items.size < 2) return () => undefined
  const referred = references(entries)
  const sorted: Placed[] = []
  const visit = (table: string, above: readonly string[]): void => {
    const item = items.get(table)
    if (above.includes(table) || !item || sorted.includes(item)) return
    for (const other of referred.get(table) ?? []) visit(other, [...above, table])
    sorted.push(item)
  }
  for (const table of items.keys()) visit(table, [])
  const logged = sorted.filter(({step}) => LOGS.exec(step.sql)?.[2] === undefined)
  const unlogged = sorted.filter((item) => !logged.includes(item)).reverse()
  const places = (group: readonly Placed[]): number[] => group.map(({at}) => order.get(at) ?? 0).sort((a, b) => a - b)
  const found = new Map(
    [logged, unlogged].flatMap((group) => {
      const sites = places(group)
      return group.map((item, index) => [item, sites[index] ?? 0] as const)
    }),
  )
  return (item) => found.get(item)
}

const tableOf = ({step}: Placed): string => LOGS.exec(step.sql)?.[1] ?? ''

/** The tables that each table refers to, `schema.table` as SQL. */
function references(entries: ReadonlyMap<string, Entry>): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const {type, text} of entries.values()) {
    const [statement] = type === 'FK CONSTRAINT' ? parse(text) : []
    if (!statement) continue
    const [command] = childrenOf(statement.node, 'cmds', 'AlterTableCmd')
    const constraint = child(child(command ?? {}, 'def') ?? {}, 'Constraint') ?? {}
    const table = relation(statement.node, 'relation')
    found.set(table, [...(found.get(table) ?? []), relation(constraint, 'pktable')])
  }
  return found
}
