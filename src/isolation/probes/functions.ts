import {quoteLiteral} from '../../postgres/quote.ts'
import type {Callable} from '../catalog.ts'
import {sampleOf} from '../values.ts'
import type {World} from '../world.ts'
import type {Comparison} from './compare.ts'

/** How many calls of a function are tried for each state. */
const MOST = 16

/** Calls with B's ids, and with A's, whose answers must not depend on B's rows for anybody but B. */
export function* functionComparisons(world: World, callable: Callable): Generator<Comparison> {
  const {identity, name, procedure, role} = callable
  const calls = [...new Set([...callsOf(world, callable, 'victim', MOST), ...callsOf(world, callable, 'attacker', 2)])]
  for (const list of calls)
    for (const state of world.states.filter(({writes}) => writes))
      yield {
        subject: {kind: procedure ? 'procedure' : 'function', identity},
        cell: 'read',
        command: procedure ? `CALL ${name}(${shown(list)})` : `${name}(${shown(list)})`,
        role,
        state,
        sql: procedure
          ? `CALL ${name}(${list})`
          : `SELECT md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) FROM ${name}(${list}) x`,
        ...(procedure ? {returns: false} : {}),
      }
}

export const shown = (list: string): string => list.replaceAll(/::[\w "().[\]]+?(?=,|$)/g, '')

export function callsOf(
  world: World,
  {arguments: args}: Callable,
  whose: 'attacker' | 'victim',
  most: number,
): string[] {
  const lists = args.map((argument) =>
    argumentValues(world, argument, whose).map((value) =>
      value === null ? `NULL::${argument.type}` : `${quoteLiteral(value).trim()}::${argument.type}`,
    ),
  )
  let calls: string[][] = [[]]
  for (const list of lists) calls = calls.flatMap((call) => list.map((value) => [...call, value])).slice(0, 400)
  // Spread over all, for the last argument varies first.
  const step = Math.max(1, Math.floor(calls.length / most))
  return calls
    .filter((_, at) => at % step === 0)
    .slice(0, most)
    .map((call) => call.join(', '))
}

/** What says whose schema is meant, and where an argument names a table, some of its tables. */
function schemaNames({contract: {sides}, owners}: World, argument: string, whose: 'attacker' | 'victim'): string[] {
  if (!sides) return []
  const {schema, name} = whose === 'attacker' ? sides.attacker : sides.victims[0]
  const tables = [...owners.owned.values()]
    .filter(({relation}) => relation.schema === schema)
    .map(({relation}) => relation.name)
  return /table|relation/.test(argument) ? tables.slice(0, 3) : [schema, name]
}

/** Ids of rows of B whose table the argument's name speaks of come first, then his tenant, then other ids. */
function argumentValues(
  world: World,
  {name, base}: Callable['arguments'][number],
  whose: 'attacker' | 'victim',
): (string | null)[] {
  const stem = name.replace(/^(p|in|_|arg|v)_?/, '').replace(/_?(id|uuid)$/, '')
  const keys: {readonly value: string; readonly fits: boolean}[] = []
  for (const {relation} of world.owners.owned.values()) {
    const seeded = world.seeds.rows.find((one) => one.relation.oid === relation.oid && one.variant === whose)
    for (const column of relation.columns) {
      if (column.base !== base) continue
      const key = (world.catalog.uniques.get(relation.oid) ?? []).some(
        ({primary, columns}) => primary && columns.includes(column.name),
      )
      const named = column.name === name || column.name === stem
      if (!key && !named) continue
      const text = /^ ?E?'((?:[^']|'')*)'/.exec(seeded?.row.get(column.name) ?? '')?.[1]
      if (text !== undefined)
        keys.push({
          value: text,
          fits:
            named || (stem !== '' && relation.name.replaceAll('_', '').includes(stem.replaceAll('_', '').slice(0, -1))),
        })
    }
  }
  const tenant = world.maker.id('tenant', whose)
  const user = world.maker.id('user', whose)
  const ids =
    base === 'uuid'
      ? [tenant, user].filter((id) => /^[0-9a-f-]{36}$/.test(id))
      : base.startsWith('int')
        ? [tenant].filter((id) => /^\d+$/.test(id))
        : []
  const texts = ['text', 'varchar', 'citext', 'name'].includes(base)
    ? [...schemaNames(world, name, whose), 'plumb', '%', '', tenant]
    : []
  const sorted = [...keys].sort((a, b) => Number(b.fits) - Number(a.fits)).map(({value}) => value)
  const found = [...new Set([...sorted.slice(0, 1), ...ids, ...texts, ...sorted.slice(1, 8)])]
  if (found.length > 0) return found
  return [sampleOf({base, baseType: '', category: '', element: null, labels: null}, 1), null].slice(
    0,
    base === 'bool' ? 2 : 1,
  )
}
