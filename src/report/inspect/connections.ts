import {duration} from '../amounts.ts'
import {renderFitted} from './fit.ts'

type Connections = {
  readonly used: number
  readonly most: number
  readonly groups: readonly {
    readonly database: string
    readonly user: string
    readonly application: string
    readonly schema: string | null
    readonly connections: number
    readonly active: number
    readonly idle: number
    readonly in_transaction: number
    readonly oldest: number | null
  }[]
}

export const renderConnections = ({used, most, groups}: Connections, width: number): string =>
  [
    `${used} of ${most} connections are in use`,
    ...(groups.length
      ? [
          '',
          renderFitted(
            [
              {title: 'database'},
              {title: 'user'},
              {title: 'all', align: 'right'},
              {title: 'active', align: 'right'},
              {title: 'idle', align: 'right'},
              {title: 'open', align: 'right'},
              {title: 'oldest', align: 'right'},
              {title: 'application, schema'},
            ],
            groups.map((one) => [
              one.database,
              one.user,
              ...[one.connections, one.active, one.idle, one.in_transaction].map(String),
              one.oldest === null ? '' : duration(one.oldest * 1000),
              [one.application, one.schema].filter(Boolean).join(', '),
            ]),
            width,
          ),
        ]
      : []),
  ].join('\n')
