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
            one.mean < 1 ? `${one.mean.toFixed(2)} ms` : duration(one.mean),
            percent(one.cached),
            one.entries > 1 ? `[${one.entries} schemas or roles] ${one.query}` : one.query,
          ]),
          width,
        ),
        ...(thrownAway
          ? ['', `${count(thrownAway, 'time')} there was no room for a statement: raise pg_stat_statements.max`]
          : []),
      ].join('\n')
