import {renderTable} from './table.ts'

type Entry = {
  readonly version: string
  readonly name: string
  readonly state: string
  readonly outOfOrder: boolean
  readonly row: {readonly applied_at?: string | null | undefined} | null
}
type Status = {
  readonly database: string
  readonly entries: readonly Entry[]
  readonly counts: Readonly<Record<string, number>>
  readonly gaps: readonly string[]
  readonly unnumbered: readonly string[]
}

/** What `migrate status --json` prints of a database. */
export const statusJson = ({database, entries, counts, gaps, unnumbered}: Status): object => ({
  database,
  migrations: entries.map(({version, name, state, outOfOrder, row}) => ({
    version,
    name,
    state,
    out_of_order: outOfOrder,
    applied_at: row?.applied_at ?? null,
  })),
  counts,
  gaps,
  unnumbered,
})

/** A line for each migration, and what is odd about the folder. */
export function renderMigrations({database, entries, counts, gaps, unnumbered}: Status): string {
  const sums = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
  const lines = [`${database}: ${sums.join(', ') || 'there are no migrations'}`]
  if (entries.length)
    lines.push(
      renderTable(
        [{title: 'version'}, {title: 'name'}, {title: 'state'}, {title: 'since'}],
        entries.map(({version, name, state, outOfOrder, row}) => [
          version,
          name,
          outOfOrder ? `${state}, out of order` : state,
          row?.applied_at?.replace('T', ' ').slice(0, 16) ?? '',
        ]),
      ),
    )
  if (gaps.length) lines.push(`numbers that are not there: ${gaps.join(', ')}`)
  if (unnumbered.length) lines.push(`files without a number, which never run: ${unnumbered.join(', ')}`)
  return lines.join('\n')
}
