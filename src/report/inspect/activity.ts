import {duration} from '../amounts.ts'
import {renderFitted} from './fit.ts'

type Activity = {
  readonly pid: number
  readonly user: string
  readonly application: string
  readonly state: string
  readonly transaction: number | null
  readonly waits_for: string | null
  readonly schemas: string | null
  readonly query: string
}

export const renderActivity = (sessions: readonly Activity[], width: number): string =>
  sessions.length === 0
    ? 'nobody does anything'
    : renderFitted(
        [
          {title: 'pid', align: 'right'},
          {title: 'who'},
          {title: 'for', align: 'right'},
          {title: 'state'},
          {title: 'query'},
        ],
        sessions.map((one) => [
          String(one.pid),
          one.application || one.user,
          one.transaction === null ? '' : duration(one.transaction * 1000),
          [
            stateText(one.state),
            one.waits_for ? `waits for ${one.waits_for}` : '',
            one.schemas ? `in ${one.schemas}` : '',
          ]
            .filter(Boolean)
            .join(', '),
          one.query,
        ]),
        width,
      )

const stateText = (state: string): string =>
  state === 'idle in transaction (aborted)' ? 'idle, failed' : state.replace(' in transaction', ' (open)')
