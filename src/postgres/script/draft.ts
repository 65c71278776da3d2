import type {Piece, Source, SqlStatement} from './statement.ts'

/** The statement being put together. */
export type Draft = {
  parts: string[]
  pieces: Piece[]
  length: number
}

export const newDraft = (): Draft => ({parts: [], pieces: [], length: 0})

export const copyDraft = (draft: Draft): Draft => ({
  parts: [...draft.parts],
  pieces: [...draft.pieces],
  length: draft.length,
})

/** Adds what stands in the source itself from `from` to `to`. */
export function addVerbatim(draft: Draft, source: Source, from: number, to: number): void {
  if (to <= from) return
  const last = draft.pieces.at(-1)
  if (last?.verbatim && last.from + draft.length - last.at === from) {
    draft.parts[draft.parts.length - 1] = source.text.slice(last.from, to)
  } else {
    draft.parts.push(source.text.slice(from, to))
    draft.pieces.push({at: draft.length, source, from, verbatim: true})
  }
  draft.length += to - from
}

/** Adds text that stands for the variable at `origin`. */
export function addValue(draft: Draft, source: Source, value: string, origin: number): void {
  if (value === '') return
  draft.parts.push(value)
  draft.pieces.push({at: draft.length, source, from: origin, verbatim: false})
  draft.length += value.length
}

/** Takes back what stands at or after an offset of the file. */
export function cutDraft(draft: Draft, offset: number): void {
  while (draft.pieces.length > 0) {
    const last = draft.pieces.at(-1)
    const part = draft.parts.at(-1) ?? ''
    if (!last || last.from < offset) {
      const keep = last?.verbatim ? Math.min(part.length, offset - last.from) : part.length
      draft.parts[draft.parts.length - 1] = part.slice(0, keep)
      draft.length = (last?.at ?? 0) + keep
      return
    }
    draft.parts.pop()
    draft.pieces.pop()
    draft.length = last.at
  }
}

/** Counts lines onwards only, so that a whole file costs one pass. */
export type LineCounter = {line: number; lineStart: number}

export function advanceTo(counter: LineCounter, text: string, offset: number): void {
  for (let end = text.indexOf('\n', counter.lineStart); end !== -1 && end < offset; ) {
    counter.line++
    counter.lineStart = end + 1
    end = text.indexOf('\n', counter.lineStart)
  }
}

/** The finished statement, or null where there is none; the draft is empty afterwards. */
export function takeStatement(draft: Draft, counter: LineCounter, terminated: boolean): SqlStatement | null {
  const {parts, pieces} = draft
  const first = pieces[0]
  draft.parts = []
  draft.pieces = []
  draft.length = 0
  if (!first) return null
  advanceTo(counter, first.source.text, first.from)
  const text = parts.length === 1 ? (parts[0] ?? '') : parts.join('')
  return {
    kind: 'sql',
    text: terminated ? text : text.trimEnd(),
    file: first.source.file,
    line: counter.line,
    column: first.from - counter.lineStart + 1,
    terminated,
    pieces,
  }
}
