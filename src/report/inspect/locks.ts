import {duration} from '../amounts.ts'
import {printable} from '../width.ts'
import {cutOff} from './fit.ts'

type LockTree = {
  readonly pid: number
  readonly user: string
  readonly application: string
  readonly state: string
  readonly transaction: number | null
  readonly wants: string | null
  readonly query: string
  readonly waiting: readonly LockTree[]
}

/** Who is in the way, with those that wait below. */
export const renderLocks = (trees: readonly LockTree[], width: number): string =>
  trees.length === 0
    ? 'nobody waits for a lock'
    : trees.map((tree) => block(tree, width, '', '').join('\n')).join('\n\n')

function block(tree: LockTree, width: number, first: string, rest: string): string[] {
  const {pid, application, user, state, transaction, wants, query, waiting} = tree
  const since = transaction === null ? '' : `, for ${duration(transaction * 1000)}`
  const who = `pid ${pid}  ${application || 'unnamed'} (${user}), ${state}${since}`
  const end = first === '' ? `  SELECT pg_terminate_backend(${pid});` : null
  const below = waiting.length > 0 ? '│ ' : '  '
  return [
    cutOff(`${first}${printable(who)}`, width),
    ...(wants === null ? [] : [cutOff(`${rest}${below}waits for ${printable(wants)}`, width)]),
    cutOff(`${rest}${below}${printable(query)}`, width),
    ...(end === null || waiting.length === 0 ? [] : [`${rest}${below.trimEnd()}${end.slice(0)} -- would end it`]),
    ...waiting.flatMap((one, index) => {
      const isLast = index === waiting.length - 1
      return block(one, width, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`)
    }),
  ]
}
