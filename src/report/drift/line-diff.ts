export type DiffLine = {readonly sign: '+' | '-' | ' ' | '…'; readonly text: string}

/** Lines of context around a difference. */
const CONTEXT = 1
/** Comparisons of lines above which the texts are shown as wholly different. */
const TOO_MANY = 4_000_000

/** What differs from `actual` (`-`) to `expected` (`+`), with a line around it; `…` stands for equal lines between. */
export function lineDiff(actual: string, expected: string): DiffLine[] {
  const before = lines(actual)
  const after = lines(expected)
  // pg_dump ends each column but the last with a comma: adding a column would show its neighbour as changed.
  const loose = diff(before, after, (line) => line.replace(/,\s*$/, ''))
  const all = loose.some(({sign}) => sign !== ' ') ? loose : diff(before, after, (line) => line)
  return elide(all)
}

const lines = (text: string): string[] => text.replace(/\n+$/, '').split(/\r?\n/)

function diff(before: readonly string[], after: readonly string[], key: (line: string) => string): DiffLine[] {
  const a = before.map(key)
  const b = after.map(key)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const same = (line: string): DiffLine => ({sign: ' ', text: line})
  return [
    ...after.slice(0, head).map(same),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail), key),
    ...after.slice(after.length - tail).map(same),
  ]
}

/** The longest common subsequence, by dynamic programming. */
function middle(before: readonly string[], after: readonly string[], key: (line: string) => string): DiffLine[] {
  const removed = (text: string): DiffLine => ({sign: '-', text})
  const added = (text: string): DiffLine => ({sign: '+', text})
  if (before.length * after.length > TOO_MANY) return [...before.map(removed), ...after.map(added)]
  const a = before.map(key)
  const b = after.map(key)
  const columns = b.length + 1
  const longest = new Uint32Array((a.length + 1) * columns)
  const at = (i: number, j: number): number => longest[i * columns + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * columns + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const result: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const [left, right] = [before[i], after[j]]
    if (left !== undefined && right !== undefined && a[i] === b[j]) {
      result.push({sign: ' ', text: right})
      i++
      j++
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      result.push(removed(left))
      i++
    } else if (right !== undefined) {
      result.push(added(right))
      j++
    }
  }
  return result
}

function elide(all: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>()
  all.forEach(({sign}, index) => {
    if (sign === ' ') return
    for (let offset = -CONTEXT; offset <= CONTEXT; offset++) near.add(index + offset)
  })
  const result: DiffLine[] = []
  all.forEach((line, index) => {
    if (near.has(index)) result.push(line)
    else if (result.length > 0 && result.at(-1)?.sign !== '…') result.push({sign: '…', text: ''})
  })
  return result.at(-1)?.sign === '…' ? result.slice(0, -1) : result
}
