import {isInternal} from '../actions.ts'
import {bytes, count, duration} from '../amounts.ts'
import {renderTable} from '../table.ts'

type Planned = {
  readonly task: string
  readonly object: string
  readonly reason: string
  readonly bytes: number
  readonly gain: number | null
  readonly estimate: number
  readonly inTime: boolean
}

const SHOWN = 30

/** What a run would do, with reasons and estimates. */
export function renderPreview(planned: readonly Planned[]): string {
  if (!planned.length) return 'nothing needs to be done'
  // System catalogs are kept in order like all else, but they are not what a person looks for.
  const own = planned.filter(({object}) => !isInternal(object))
  const total = planned.reduce((sum, {estimate}) => sum + estimate, 0)
  const late = planned.filter(({inTime}) => !inTime).length
  const [rest, internal] = [own.length - SHOWN, planned.length - own.length]
  return [
    ...(own.length
      ? [
          renderTable(
            [
              {title: 'task'},
              {title: 'object'},
              {title: 'size', align: 'right'},
              {title: 'takes', align: 'right'},
              {title: 'why'},
            ],
            own
              .slice(0, SHOWN)
              .map((one) => [
                one.task,
                one.object,
                bytes(one.bytes),
                `~${duration(one.estimate)}`,
                one.inTime ? one.reason : `${one.reason}; likely only the next time`,
              ]),
          ),
        ]
      : []),
    ...(rest > 0 ? [`… and ${count(rest, 'object')} more; --json has all`] : []),
    ...(internal > 0 ? [`… and ${count(internal, 'system table')}`] : []),
    '',
    `${count(planned.length, 'action')} in about ${duration(total)}${late ? `, ${late} of them after the time is over` : ''}; nothing was changed`,
  ].join('\n')
}
