import type {FileEdit} from './lint.ts'
import type {Edit} from './rule.ts'

export type Fixed = {
  readonly path: string
  readonly text: string
  readonly done: readonly {readonly rule: string; readonly line: number}[]
}

/** Mends the texts of files. Of two edits that overlap the first is made; the next run sees to the other. */
export function applyFixes(texts: ReadonlyMap<string, string>, fixes: readonly FileEdit[]): Fixed[] {
  const fixed: Fixed[] = []
  for (const [path, original] of texts) {
    const taken: FileEdit[] = []
    for (const fix of fixes) if (fix.path === path && !taken.some((other) => overlap(other, fix))) taken.push(fix)
    if (taken.length === 0) continue
    let text = original
    for (const {from, to, text: words} of backwards(taken.flatMap(({edits}) => edits)))
      text = text.slice(0, from) + words + text.slice(to)
    fixed.push({path, text, done: taken.map(({rule, line}) => ({rule, line}))})
  }
  return fixed
}

/** From the end, so that offsets before stay true; of two at one place the second first, so that it comes to stand after. */
const backwards = (edits: readonly Edit[]): Edit[] => edits.toReversed().sort((a, b) => b.from - a.from)

const overlap = (a: FileEdit, b: FileEdit): boolean =>
  a.edits.some((x) => b.edits.some((y) => x.from <= y.to && y.from <= x.to))
