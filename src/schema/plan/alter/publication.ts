import {quoteLiteral} from '../../../postgres/quote.ts'
import {children, names} from '../../canonical.ts'
import type {Sourced} from '../../statements.ts'
import {identifier} from '../../words.ts'
import {type Alter, both, inPlace} from './context.ts'

/** What is published changes in place; FOR ALL TABLES does not. */
export const alterPublication: Alter = (context) => {
  const [[from], [to]] = both(context)
  if (!from || !to || from.node.for_all_tables !== to.node.for_all_tables) return null
  if (/\bFOR ALL\b/.test(to.text) && scope(from) !== scope(to)) return null
  const set = settings(to)
  const names = set.map((item) => item.split('=')[0]?.trim())
  const back = DEFAULTS.filter(
    (item) =>
      !names.includes(item.split(' ')[0]) && settings(from).some((one) => one.startsWith(item.split(' ')[0] ?? '')),
  )
  return inPlace(context, [
    `ALTER PUBLICATION ${identifier(context.expected[0]?.tag ?? '')} SET (${[...set, ...back].join(', ')})`,
  ])
}

const DEFAULTS = [
  "publish = 'insert, update, delete, truncate'",
  'publish_via_partition_root = false',
  'publish_generated_columns = none',
]
const scope = ({text}: Sourced): string => text.replace(/ WITH \(.*$/s, '')
const settings = ({text}: Sourced): string[] =>
  /\bWITH \((.*)\)\s*$/s
    .exec(text)?.[1]
    ?.split(/,(?=\s*\w+\s*=)/)
    .map((item) => item.trim()) ?? []

/** Connection, publications and parameters change in place; the slot's name stays as it is. */
export const alterSubscription: Alter = (context) => {
  const [[from, ...states], [to, ...wanted]] = both(context)
  if (!from || !to) return null
  const head = `ALTER SUBSCRIPTION ${identifier(context.expected[0]?.tag ?? '')}`
  const published = [from, to].map(({node}) => names(children(node, 'publication')).map(identifier).join(', '))
  const [old, set] = [settings(from), settings(to)].map((list) =>
    list.filter((item) => !/^(?:connect|slot_name)\b/.test(item)),
  )
  const changed = (set ?? []).filter((item) => !old?.includes(item))
  const gone = (old ?? [])
    .map((item) => item.split('=')[0]?.trim() ?? '')
    .filter((name) => !set?.some((item) => item.startsWith(name)))
  const back = gone.map((name) => `${name} = ${SUBSCRIPTION_DEFAULTS[name] ?? 'false'}`)
  return inPlace(context, [
    ...(from.node.conninfo === to.node.conninfo
      ? []
      : [`${head} CONNECTION ${quoteLiteral(String(to.node.conninfo))}`]),
    ...(published[0] === published[1] ? [] : [`${head} SET PUBLICATION ${published[1]} WITH (refresh = false)`]),
    ...(changed.length + back.length ? [`${head} SET (${[...changed, ...back].join(', ')})`] : []),
    ...(states.length && !wanted.length ? [`${head} DISABLE`] : []),
    ...wanted.map(({text}) => text),
  ])
}

const SUBSCRIPTION_DEFAULTS: Readonly<Record<string, string>> = {
  streaming: 'off',
  synchronous_commit: 'off',
  origin: 'any',
  password_required: 'true',
}
