import {quoteLiteral} from '../../../postgres/quote.ts'
import {child, text} from '../../canonical.ts'
import {scalar} from '../../facets/facet.ts'
import type {Node} from '../../parse.ts'
import {identifier} from '../../words.ts'

/** `SET (…)` and `RESET (…)` that turn `a=1, b=2` into the other; `head` is `ALTER TABLE t`, `ALTER INDEX i` … */
export function parametersSql(head: string, actual: string, expected: string): string[] {
  const parse = (list: string): Map<string, string> =>
    new Map(list ? list.split(', ').map((item): [string, string] => [item.split('=')[0] ?? '', item]) : [])
  const [from, to] = [parse(actual), parse(expected)]
  const set = [...to].filter(([name, item]) => from.get(name) !== item).map(([, item]) => item)
  const reset = [...from.keys()].filter((name) => !to.has(name))
  return [
    ...(set.length ? [`${head} SET (${set.join(', ')})`] : []),
    ...(reset.length ? [`${head} RESET (${reset.join(', ')})`] : []),
  ]
}

/** `OPTIONS (ADD …, SET …, DROP …)` of foreign data wrappers, servers, user mappings and foreign tables. */
export function genericOptions(head: string, actual: readonly Node[], expected: readonly Node[]): string[] {
  const values = (options: readonly Node[]): Map<string, string> =>
    new Map(
      options.map((option): [string, string] => {
        const element = child(option, 'DefElem') ?? {}
        return [text(element, 'defname') ?? '', scalar(element.arg) ?? '']
      }),
    )
  const [from, to] = [values(actual), values(expected)]
  const changes = [
    ...[...to].flatMap(([name, value]) => {
      const found = from.get(name)
      if (found === value) return []
      return [`${found === undefined ? 'ADD' : 'SET'} ${identifier(name)} ${quoteLiteral(value)}`]
    }),
    ...[...from.keys()].filter((name) => !to.has(name)).map((name) => `DROP ${identifier(name)}`),
  ]
  return changes.length ? [`${head} OPTIONS (${changes.join(', ')})`] : []
}
