import type {ColumnFacts} from './facts.ts'

const DRAWS = 100
const ALIGNMENT = {c: 1, s: 2, i: 4, d: 8} as const
/** What a varlena may measure, header included, with a header of one byte and no alignment. */
const SHORT = 127

export const align = (size: number, to = 8): number => Math.ceil(size / to) * to

export type Header = {
  /** Bytes before the data where no column is null, and where one is. */
  readonly plain: number
  readonly withNulls: number
}

export type TupleSizes = {
  /** Bytes, aligned, of a typical sample of rows. */
  readonly mean: number
  readonly varies: boolean
}

/**
 * How large rows of these columns are, by a hundred typical rows made up from the statistics: a mean of aligned sizes is
 * not the aligned mean size. Null where the statistics of a column are missing.
 */
export function tupleSizes(columns: readonly ColumnFacts[], header: Header): TupleSizes | null {
  const live = columns.filter(({dropped}) => !dropped)
  const drawn = live.map(draw)
  if (drawn.some((widths) => widths === null)) return null
  // A rewrite makes a dropped column null.
  const alwaysNull = live.length < columns.length
  const sizes = Array.from({length: DRAWS}, (_, row) => {
    let offset = 0
    let nulls = alwaysNull
    for (const [at, column] of live.entries()) {
      const width = drawn[at]?.[row] ?? null
      if (width === null) nulls = true
      else offset = end(offset, column, width)
    }
    return align((nulls ? header.withNulls : header.plain) + offset)
  })
  const mean = sizes.reduce((sum, size) => sum + size, 0) / DRAWS
  return {mean, varies: sizes.some((size) => size !== sizes[0])}
}

function end(offset: number, {length, align: alignment}: ColumnFacts, width: number): number {
  const aligned = length > 0 || width > SHORT ? align(offset, ALIGNMENT[alignment]) : offset
  return aligned + width
}

/** A hundred widths, null for NULL, spread so that those of several columns do not go along with each other. */
function draw(column: ColumnFacts, index: number): (number | null)[] | null {
  if (column.width === null || column.nulls === null || column.length === -2) return null
  const {nulls} = column
  const widths = column.length > 0 ? [column.length] : spread(column, column.width)
  // Multiples of the golden ratio fill the unit interval evenly.
  const turn = (row: number, step: number) => ((row + 0.5) / DRAWS + index * step) % 1
  return Array.from({length: DRAWS}, (_, row) => {
    if (turn(row * 7, 0.618) < nulls) return null
    return widths[Math.floor(turn(row * (2 * index + 1), 0.382) * widths.length)] ?? null
  })
}

/** The widths of a varlena, header included, as often as they occur. */
function spread({common, frequencies, bounds, nulls}: ColumnFacts, average: number): number[] {
  const withHeader = (bytes: number) => bytes + (bytes + 1 <= SHORT ? 1 : 4)
  const frequent = (common ?? []).flatMap((bytes, at) =>
    Array.from({length: Math.round((frequencies?.[at] ?? 0) * 1000)}, () => withHeader(bytes)),
  )
  const rest = Math.round(1000 * Math.max(0, 1 - (nulls ?? 0))) - frequent.length
  const seldom = bounds?.length
    ? Array.from({length: Math.max(0, rest)}, (_, at) => withHeader(bounds[at % bounds.length] ?? 0))
    : []
  const widths = [...frequent, ...seldom]
  const mean = widths.reduce((sum, width) => sum + width, 0) / widths.length
  // Wide values are in no statistics, and a compressed one is smaller than its text.
  if (widths.length > 0 && Math.abs(mean - average) <= Math.max(2, average / 5)) return widths
  return Array.from({length: 8}, (_, at) => Math.max(1, average - 3 + at))
}
