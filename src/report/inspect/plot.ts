type Point = {readonly at: Date; readonly bytes: number}

/** Eighths of a cell, from the bottom. */
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** A line of bars, as wide as `width`: each the last size in its stretch of time. */
export function sparkline(points: readonly Point[], width: number): string {
  const columns = sampled(points, width)
  const known = columns.filter((value) => value !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  return columns
    .map((value) => {
      if (value === null) return ' '
      const level = most === least ? 3 : Math.round(((value - least) / (most - least)) * (BARS.length - 1))
      return BARS[level] ?? ' '
    })
    .join('')
}

/** A plot of `height` lines, its axis on the left. */
export function plot(
  points: readonly Point[],
  {width, height, label}: {readonly width: number; readonly height: number; readonly label: (bytes: number) => string},
): string[] {
  const known = points.map(({bytes}) => bytes)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const labels = [label(most), label(least)]
  const margin = Math.max(...labels.map((text) => text.length))
  const columns = sampled(points, Math.max(10, width - margin - 2))
  const cells = height * BARS.length
  const level = (value: number) =>
    most === least ? Math.round(cells / 2) : 1 + Math.round(((value - least) / (most - least)) * (cells - 1))
  return Array.from({length: height}, (_, row) => {
    const below = (height - 1 - row) * BARS.length
    const line = columns.map((value) => {
      const eighths = value === null ? 0 : Math.min(BARS.length, Math.max(0, level(value) - below))
      return eighths === 0 ? ' ' : (BARS[eighths - 1] ?? ' ')
    })
    const text = row === 0 ? labels[0] : row === height - 1 ? labels[1] : ''
    return `${(text ?? '').padStart(margin)} ┤${line.join('')}`.trimEnd()
  })
}

/** The last size in each of `width` equal stretches of time; in one without a point, the size before. */
function sampled(points: readonly Point[], width: number): (number | null)[] {
  const [first, last] = [points[0]?.at.getTime() ?? 0, points.at(-1)?.at.getTime() ?? 0]
  const step = (last - first) / width || 1
  let at = 0
  let value: number | null = null
  return Array.from({length: width}, (_, column) => {
    const end = column === width - 1 ? last : first + (column + 1) * step
    for (let point = points[at]; point && point.at.getTime() <= end; point = points[++at]) value = point.bytes
    return value
  })
}
