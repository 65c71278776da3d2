import {bytes} from '../amounts.ts'
import {percent, renderFitted} from './fit.ts'

type CacheUse = {
  readonly identity: string
  readonly hits: number
  readonly reads: number
  readonly heap: number | null
  readonly indexes: number | null
  readonly bytes: number
  readonly seq_scans: number
  readonly index_scans: number
}

export function renderCache(tables: readonly CacheUse[], width: number): string {
  if (tables.length === 0) return 'no table has been read yet'
  const [hits, reads] = [sum(tables, 'hits'), sum(tables, 'reads')]
  return [
    renderFitted(
      [
        {title: 'reads', align: 'right'},
        {title: 'table', align: 'right'},
        {title: 'indexes', align: 'right'},
        {title: 'size', align: 'right'},
        {title: 'seq', align: 'right'},
        {title: 'index', align: 'right'},
        {title: 'object'},
      ],
      tables.map((one) => [
        one.reads.toLocaleString('en-US'),
        percent(one.heap),
        percent(one.indexes),
        bytes(one.bytes),
        one.seq_scans.toLocaleString('en-US'),
        one.index_scans.toLocaleString('en-US'),
        one.identity,
      ]),
      width,
    ),
    '',
    `${percent(hits / Math.max(1, hits + reads))} of their pages were in shared_buffers, since the statistics began`,
  ].join('\n')
}

const sum = (tables: readonly CacheUse[], key: 'hits' | 'reads'): number =>
  tables.reduce((total, table) => total + table[key], 0)
