import type {Failure} from '../../failure.ts'
import type {Conditions} from './conditions.ts'
import {addValue, addVerbatim, type Draft, type LineCounter, newDraft} from './draft.ts'
import {type ExactPlace, placeAt} from './place.ts'
import {newScan, type ScanState} from './scan-state.ts'
import type {Source} from './statement.ts'

/** What the files of one script share. */
export type Reading = {
  readonly variables: Map<string, string>
  readonly directory: string
  readonly readFile: (file: string) => Uint8Array | string
  readonly fail: (failure: Failure) => void
}

/** A text being scanned: the file, or the value of a variable that stands in it. */
export type Frame = {
  readonly source: Source
  position: number
  readonly variable: string | null
}

/** How far the reading of one file has come. */
export type Cursor = {
  readonly source: Source
  readonly reading: Reading
  /** The absolute paths of the files now being read, this one last. */
  readonly open: readonly string[]
  /** The file, then the variables that are being replaced, innermost last. */
  readonly frames: Frame[]
  /** Where in the file the outermost of these variables stands. */
  origin: number
  state: ScanState
  draft: Draft
  readonly lines: LineCounter
  readonly conditions: Conditions
}

export const newCursor = (source: Source, reading: Reading, open: readonly string[]): Cursor => ({
  source,
  reading,
  open,
  frames: [{source, position: 0, variable: null}],
  origin: 0,
  state: newScan(),
  draft: newDraft(),
  lines: {line: 1, lineStart: 0},
  conditions: [],
})

/** Where an offset of the frame stands in the file. */
export function placeOf(cursor: Cursor, frame: Frame, at: number): ExactPlace {
  return placeAt(cursor.source.file, cursor.source.text, frame.variable === null ? at : cursor.origin)
}

/** Adds a stretch of the frame to the statement. */
export function add(cursor: Cursor, frame: Frame, from: number, to: number): void {
  if (frame.variable === null) addVerbatim(cursor.draft, frame.source, from, to)
  else addValue(cursor.draft, cursor.source, frame.source.text.slice(from, to), cursor.origin)
}
