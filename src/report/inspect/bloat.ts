import {bytes, count} from '../amounts.ts'
import {percent, renderFitted} from './fit.ts'

type BloatReport = {
  readonly lines: readonly {
    readonly kind: string
    readonly identity: string
    readonly bytes: number
    readonly wasted: number
    readonly share: number
    readonly cure: string
  }[]
  readonly unknown: number
}

export const renderBloat = ({lines, unknown}: BloatReport, width: number): string =>
  [
    lines.length === 0
      ? 'no bloat is known'
      : renderFitted(
          [
            {title: 'bloat', align: 'right'},
            {title: 'of', align: 'right'},
            {title: 'share', align: 'right'},
            {title: 'kind'},
            {title: 'object'},
            {title: 'cure'},
          ],
          lines.map((one) => [
            bytes(one.wasted),
            bytes(one.bytes),
            percent(one.share),
            one.kind,
            one.identity,
            one.cure,
          ]),
          width,
        ),
    ...(unknown
      ? ['', `of ${count(unknown, 'relation')} the statistics are missing or stale: pgplumb maintain analyze`]
      : []),
  ].join('\n')
