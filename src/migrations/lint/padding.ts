import type {Table} from './model/table.ts'

/** Length and alignment of types of fixed length; the others are aligned to four bytes at most. */
const FIXED: Readonly<Record<string, readonly [number, number]>> = {
  bool: [1, 1],
  int2: [2, 2],
  int4: [4, 4],
  serial: [4, 4],
  float4: [4, 4],
  date: [4, 4],
  oid: [4, 4],
  int8: [8, 8],
  bigserial: [8, 8],
  float8: [8, 8],
  timestamp: [8, 8],
  timestamptz: [8, 8],
  time: [8, 8],
  money: [8, 8],
  uuid: [16, 1],
}

/** Bytes of a row that hold nothing because of the order of its columns of fixed length; all values present. */
export function wasted(table: Table): number {
  const sizes = [...table.columns.values()].flatMap(({type}) => (type.array ? [] : [FIXED[type.name] ?? []]))
  const fixed = sizes.flatMap(([length, align]) =>
    length === undefined || align === undefined ? [] : [[length, align] as const],
  )
  const best = fixed.toSorted((a, b) => b[1] - a[1])
  return holes(fixed) - holes(best)
}

function holes(columns: readonly (readonly [number, number])[]): number {
  let at = 0
  let lost = 0
  for (const [length, align] of columns) {
    const gap = (align - (at % align)) % align
    lost += gap
    at += gap + length
  }
  return lost
}
