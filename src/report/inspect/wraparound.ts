import {bytes, duration} from '../amounts.ts'
import {percent, renderFitted} from './fit.ts'

type Wraparound = {
  readonly tables: readonly {
    readonly identity: string
    readonly xids: number
    readonly mxids: number
    readonly share: number
    readonly bytes: number
    readonly vacuumed: Date | null
  }[]
  readonly holders: readonly {
    readonly kind: string
    readonly name: string | null
    readonly age: number
    readonly since: Date | null
  }[]
}

export const renderWraparound = ({tables, holders}: Wraparound, width: number, now = new Date()): string =>
  [
    renderFitted(
      [
        {title: 'way', align: 'right'},
        {title: 'xids', align: 'right'},
        {title: 'mxids', align: 'right'},
        {title: 'size', align: 'right'},
        {title: 'vacuumed'},
        {title: 'table'},
      ],
      tables.map((one) => [
        percent(one.share),
        one.xids.toLocaleString('en-US'),
        one.mxids.toLocaleString('en-US'),
        bytes(one.bytes),
        one.vacuumed === null ? 'never' : `${duration(now.getTime() - one.vacuumed.getTime())} ago`,
        one.identity,
      ]),
      width,
    ),
    '',
    'way: to the vacuum that cannot be put off; pgplumb maintain vacuum freezes from 50 % on',
    ...(holders.length ? ['', 'what keeps old rows, the oldest first:'] : []),
    ...holders.map(
      ({kind, name, age, since}) =>
        `  ${kind} ${name ?? ''}: ${age.toLocaleString('en-US')} transactions${since ? `, for ${duration(now.getTime() - since.getTime())}` : ''}`,
    ),
  ].join('\n')
