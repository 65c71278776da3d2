import {bytes, count, duration} from './amounts.ts'
import {renderTable} from './table.ts'

type Size = {readonly bytes: number; readonly deadRows: number | null}
type Action = {
  readonly task: string
  readonly object: string
  readonly reason: string
  readonly outcome: string
  readonly startedAt: Date
  readonly ms: number
  readonly before: Size | null
  readonly after: Size | null
  readonly error: string | null
}

/** Of what went well, so many are shown one by one. */
const SHOWN = 8

/** What maintenance did: a line a task, then what it was in particular; all that was not done is told. */
export function renderActions(actions: readonly Action[]): string {
  if (!actions.length) return 'nothing needed to be done'
  const done = actions.filter(({outcome}) => outcome === 'done')
  const others = actions.filter(({outcome}) => outcome !== 'done')
  // System catalogs are kept in order like all else, but they are not what a person looks for.
  const own = done.filter(({object}) => !isInternal(object))
  const largest = [...own].sort((a, b) => (b.before?.bytes ?? 0) - (a.before?.bytes ?? 0)).slice(0, SHOWN)
  const [left, internal] = [own.length - largest.length, done.length - own.length]
  return [
    ...[...new Set(actions.map(({task}) => task))].map((task) =>
      summary(
        task,
        actions.filter((action) => action.task === task),
      ),
    ),
    ...(others.length || largest.length ? ['', renderTable(COLUMNS, [...others, ...largest].map(row))] : []),
    ...(left > 0 ? [`… and ${count(left, 'object')} more; see: pgplumb maintain history`] : []),
    ...(internal > 0 ? [`… and ${count(internal, 'system table')}`] : []),
  ].join('\n')
}

/** The server's catalogs and pgplumb's own tables. */
export const isInternal = (object: string): boolean => /^(?:pg_catalog|pgplumb)\./.test(object)

/** What maintenance did before, the latest first. */
export const renderHistory = (actions: readonly Action[]): string =>
  renderTable(
    [{title: 'when'}, ...COLUMNS],
    actions.map((action) => [action.startedAt.toISOString().replace('T', ' ').slice(0, 16), ...row(action)]),
  )

const COLUMNS = [
  {title: 'task'},
  {title: 'object'},
  {title: 'took', align: 'right'},
  {title: 'size'},
  {title: 'why'},
] as const

const row = (action: Action): string[] => [
  action.task,
  action.object,
  duration(action.ms),
  sizeText(action),
  action.outcome === 'done' ? action.reason : `${action.outcome}: ${action.error ?? action.reason}`,
]

function summary(task: string, actions: readonly Action[]): string {
  const outcomes = [...new Set(actions.map(({outcome}) => outcome))]
  const counts = outcomes.map(
    (outcome) => `${actions.filter((action) => action.outcome === outcome).length} ${outcome}`,
  )
  const ms = actions.reduce((sum, action) => sum + action.ms, 0)
  const sized = actions.filter(({before, after}) => before && after)
  const before = sized.reduce((sum, action) => sum + (action.before?.bytes ?? 0), 0)
  const after = sized.reduce((sum, action) => sum + (action.after?.bytes ?? 0), 0)
  const saved = after < before ? `, ${bytes(before)} → ${bytes(after)}` : ''
  return `${task}: ${counts.join(', ')} in ${duration(ms)}${saved}`
}

function sizeText({before, after}: Action): string {
  if (!before) return ''
  return !after || after.bytes === before.bytes ? bytes(before.bytes) : `${bytes(before.bytes)} → ${bytes(after.bytes)}`
}
