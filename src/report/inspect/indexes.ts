import {bytes, count, duration} from '../amounts.ts'
import {renderFitted} from './fit.ts'

type IndexProblem = {
  readonly identity: string
  readonly table: string
  readonly bytes: number
  readonly writes: number
  readonly problem: string
  readonly twin: string | null
  readonly observed: number | null
}

type TenantIndexes = {
  readonly schema: string
  readonly indexes: number
  readonly bytes: number
  readonly scans: number
  readonly unused: number
  readonly unused_bytes: number
  readonly seq_scans: number
  readonly writes: number
}

export const renderTenantIndexes = (tenants: readonly TenantIndexes[], width: number): string =>
  tenants.length === 0
    ? 'no schema has an index'
    : renderFitted(
        [
          {title: 'indexes', align: 'right'},
          {title: 'size', align: 'right'},
          {title: 'index scans', align: 'right'},
          {title: 'whole-table scans', align: 'right'},
          {title: 'writes', align: 'right'},
          {title: 'unused', align: 'right'},
          {title: 'of size', align: 'right'},
          {title: 'schema'},
        ],
        tenants.map((one) => [
          one.indexes.toLocaleString('en-US'),
          bytes(one.bytes),
          one.scans.toLocaleString('en-US'),
          one.seq_scans.toLocaleString('en-US'),
          one.writes.toLocaleString('en-US'),
          one.unused.toLocaleString('en-US'),
          bytes(one.unused_bytes),
          one.schema,
        ]),
        width,
      )

export function renderIndexes(indexes: readonly IndexProblem[], width: number): string {
  if (indexes.length === 0) return 'no index is invalid, a duplicate, or unused'
  const groups = grouped(indexes)
  const observed = indexes[0]?.observed ?? null
  return [
    renderFitted(
      [{title: 'problem'}, {title: 'size', align: 'right'}, {title: 'writes', align: 'right'}, {title: 'index'}],
      groups.map(({first, many, bytes: size, writes}) => [
        first.problem,
        bytes(size),
        writes.toLocaleString('en-US'),
        `${first.identity}${many > 1 ? ` and ${count(many - 1, 'schema')} more` : ''}${first.twin ? `, the same as ${first.twin}` : ` on ${first.table}`}`,
      ]),
      width,
    ),
    '',
    'invalid: pgplumb maintain reindex drops what failed rebuilds left',
    'duplicate: DROP INDEX CONCURRENTLY it',
    `unused: not once ${observed === null ? 'since the statistics began' : `in ${duration(observed * 1000)}`}; look at the standbys before it is dropped`,
  ].join('\n')
}

/** Tenants have the same indexes: those of one name, with one problem, are one line. */
function grouped(indexes: readonly IndexProblem[]) {
  const groups = new Map<string, {first: IndexProblem; many: number; bytes: number; writes: number}>()
  for (const index of indexes) {
    const name = index.identity.slice(index.identity.indexOf('.') + 1)
    const key = `${index.problem} ${name}`
    const group = groups.get(key)
    groups.set(key, {
      first: group?.first ?? index,
      many: (group?.many ?? 0) + 1,
      bytes: (group?.bytes ?? 0) + index.bytes,
      writes: (group?.writes ?? 0) + index.writes,
    })
  }
  return [...groups.values()]
}
