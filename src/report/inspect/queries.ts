import {count, duration} from '../amounts.ts'
import {percent, renderFitted} from './fit.ts'

type Queries = {
  readonly thrownAway: number | null
  readonly queries: readonly {
    readonly calls: number
    readonly total: number
    readonly mean: number
    readonly share: number | null
    readonly cached: number | null
    readonly entries: number
    readonly query: string
  }[]
}

type TenantQueries = {
  readonly thrownAway: number | null
  readonly tenants: readonly {
    readonly schema: string | null
    readonly by: string | null
    readonly calls: number
    readonly total: number
    readonly mean: number
    readonly share: number | null
    readonly worst: string
  }[]
}

const each = (ms: number): string => (ms < 1 ? `${ms.toFixed(2)} ms` : duration(ms))

const noRoom = (thrownAway: number | null): string[] =>
  thrownAway ? ['', `${count(thrownAway, 'time')} there was no room for a statement: raise pg_stat_statements.max`] : []

export const renderTenantQueries = ({tenants, thrownAway}: TenantQueries, width: number): string =>
  tenants.length === 0
    ? 'no statement has been counted yet'
    : [
        renderFitted(
          [
            {title: 'schema'},
            {title: 'total', align: 'right'},
            {title: 'of all', align: 'right'},
            {title: 'calls', align: 'right'},
            {title: 'mean', align: 'right'},
            {title: 'known by'},
            {title: 'most of it'},
          ],
          tenants.map((one) => [
            one.schema ?? 'not known',
            duration(one.total),
            percent((one.share ?? 0) / 100),
            one.calls.toLocaleString('en-US'),
            each(one.mean),
            one.by ?? '',
            one.worst,
          ]),
          width,
        ),
        ...noRoom(thrownAway),
      ].join('\n')

export const renderQueries = ({queries, thrownAway}: Queries, width: number): string =>
  queries.length === 0
    ? 'no statement has been counted yet'
    : [
        renderFitted(
          [
            {title: 'total', align: 'right'},
            {title: 'of all', align: 'right'},
            {title: 'calls', align: 'right'},
            {title: 'mean', align: 'right'},
            {title: 'cached', align: 'right'},
            {title: 'query'},
          ],
          queries.map((one) => [
            duration(one.total),
            percent((one.share ?? 0) / 100),
            one.calls.toLocaleString('en-US'),
            each(one.mean),
            percent(one.cached),
            one.entries > 1 ? `[${one.entries} schemas or roles] ${one.query}` : one.query,
          ]),
          width,
        ),
        ...noRoom(thrownAway),
      ].join('\n')
