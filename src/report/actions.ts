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

const SHOWN = 40

/** What maintenance did, a line for each action; what failed or was left comes first. */
export function renderActions(actions: readonly Action[], {when = false}: {readonly when?: boolean} = {}): string {
  if (!actions.length) return 'nothing needed to be done'
  const sorted = when
    ? actions
    : [...actions].sort((a, b) => Number(a.outcome === 'done') - Number(b.outcome === 'done'))
  const columns = [
    {title: 'task'},
    {title: 'object'},
    {title: 'outcome'},
    {title: 'took', align: 'right'},
    {title: 'size'},
    {title: 'why'},
  ] as const
  const rows = sorted
    .slice(0, SHOWN)
    .map((action) => [
      ...(when ? [action.startedAt.toISOString().replace('T', ' ').slice(0, 16)] : []),
      action.task,
      action.object,
      action.outcome,
      duration(action.ms),
      sizeText(action),
      action.error ?? action.reason,
    ])
  const more = sorted.length > SHOWN ? [`… and ${count(sorted.length - SHOWN, 'action')} more`] : []
  return [renderTable([...(when ? [{title: 'when'}] : []), ...columns], rows), ...more].join('\n')
}

function sizeText({before, after}: Action): string {
  if (!before) return ''
  return !after || after.bytes === before.bytes ? bytes(before.bytes) : `${bytes(before.bytes)} → ${bytes(after.bytes)}`
}
