import {bytes, duration} from '../amounts.ts'
import {renderFitted} from './fit.ts'

type Standby = {
  readonly name: string
  readonly kind: string
  readonly state: string
  readonly sync_state: string | null
  readonly client: string | null
  readonly slot: string | null
  readonly lag: number | null
  readonly behind: number | null
  readonly kept: number | null
}

export const renderReplication = (standbys: readonly Standby[], width: number): string =>
  standbys.length === 0
    ? 'nothing is replicated from here'
    : renderFitted(
        [
          {title: 'name'},
          {title: 'kind'},
          {title: 'state'},
          {title: 'sync'},
          {title: 'behind', align: 'right'},
          {title: 'lag', align: 'right'},
          {title: 'WAL kept', align: 'right'},
          {title: 'slot'},
        ],
        standbys.map((one) => [
          one.name,
          one.kind,
          one.state,
          one.sync_state ?? '',
          one.behind === null ? '' : bytes(one.behind),
          one.lag === null ? '' : duration(one.lag * 1000),
          one.kept === null ? '' : bytes(one.kept),
          one.slot ?? 'none',
        ]),
        width,
      )
