import {percent, renderFitted} from './fit.ts'

type SequenceUse = {
  readonly identity: string
  readonly column: string | null
  readonly type: string | null
  readonly last: number
  readonly most: number
  readonly share: number
}

export const renderSequences = (sequences: readonly SequenceUse[], width: number): string =>
  sequences.length === 0
    ? 'there is no sequence'
    : renderFitted(
        [
          {title: 'used', align: 'right'},
          {title: 'last', align: 'right'},
          {title: 'most', align: 'right'},
          {title: 'type'},
          {title: 'column'},
        ],
        sequences.map((one) => [
          percent(one.share),
          one.last.toLocaleString('en-US'),
          one.most > 1e15 ? one.most.toExponential(1) : one.most.toLocaleString('en-US'),
          one.type ?? '',
          one.column ?? one.identity,
        ]),
        width,
      )
