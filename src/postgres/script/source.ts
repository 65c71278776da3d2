import {Failure} from '../../failure.ts'
import {onBackslash} from './backslash.ts'
import {isActive} from './conditions.ts'
import {copyData} from './copy-data.ts'
import {add, type Cursor, newCursor, placeOf, type Reading} from './cursor.ts'
import {cutDraft, takeStatement} from './draft.ts'
import {placeAt} from './place.ts'
import {scan} from './scan.ts'
import {endStatement} from './scan-state.ts'
import type {Source, Statement} from './statement.ts'
import {onColon} from './variable.ts'

/** The statements of one file. `open` are the absolute paths of the files now being read, to notice circles. */
export function* readSource(source: Source, reading: Reading, open: readonly string[]): Generator<Statement> {
  const cursor = newCursor(source, reading, open)
  const {frames} = cursor
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    // A skipped \if branch puts back an earlier state.
    const {state} = cursor
    const from = frame.position
    const wasBegun = state.begun
    const stop = scan(state, frame.source, from)
    const start = wasBegun ? from : state.begun ? state.start : state.at
    add(cursor, frame, start, stop === 'semicolon' && start < state.at ? state.at + 1 : state.at)
    frame.position = state.at + 1
    if (stop === 'end') frames.pop()
    else if (stop === 'colon') onColon(cursor, frame)
    else if (stop === 'backslash') {
      const next = onBackslash(cursor, frame)
      if (next === 'quit') break
      if (next) yield* readSource(next.source, reading, next.open)
    } else {
      if (start === state.at && cursor.draft.pieces.length > 0) add(cursor, frame, state.at, state.at + 1)
      const statement = finish(cursor, true)
      if (statement) yield statement
    }
  }
  const last = end(cursor)
  if (last) yield last
}

/** The statement that has just ended, or null where it is empty or in a branch that does not count. */
function finish(cursor: Cursor, terminated: boolean): Statement | null {
  const {state, frames} = cursor
  const isCopy = state.copy
  const statement = takeStatement(cursor.draft, cursor.lines, terminated)
  endStatement(state)
  if (!statement || !isActive(cursor.conditions)) return null
  // Variables may hold nothing but blanks; the server counts no statement then.
  if (statement.pieces.length > 1 && /^[\s;]*$/.test(statement.text)) return null
  noteStrings(cursor, statement.text)
  if (!isCopy) return statement
  const [file] = frames
  if (!file || frames.length > 1) {
    throw new Failure('script_command', 'COPY … FROM stdin inside the value of a variable has no data', {
      place: placeAt(cursor.source.file, cursor.source.text, cursor.origin),
    })
  }
  const {data, dataLine, next} = copyData(cursor, file)
  file.position = next
  return {...statement, kind: 'copy', data, dataLine}
}

/** A dump of a server with the old string syntax says so, and means its own text by it. */
function noteStrings(cursor: Cursor, text: string): void {
  const match = /^set\s+(?:session\s+)?standard_conforming_strings\s*(?:=|\sto\s)\s*'?(\w+)/i.exec(text)
  if (match?.[1]) cursor.state.standardStrings = !/^(off|of|false|f|no|n|0)$/i.test(match[1])
}

const OPENED = {
  string: 'a quoted string',
  escape: 'a quoted string',
  identifier: 'a quoted identifier',
  dollar: 'a dollar-quoted string',
  comment: 'a comment',
}

function end(cursor: Cursor): Statement | null {
  const {state, source, conditions} = cursor
  if (state.mode !== 'sql') {
    const inFile = state.openedIn === source
    cursor.reading.fail(
      new Failure('script_unterminated', `${OPENED[state.mode]} that opens here is never closed`, {
        hint: `close it with ${{string: "'", escape: "'", identifier: '"', dollar: state.tag, comment: '*/'}[state.mode]}`,
        place: placeAt(source.file, source.text, inFile ? state.openedAt : cursor.origin),
      }),
    )
    cutDraft(cursor.draft, inFile ? state.openedAt : cursor.origin)
  }
  if (conditions.length > 0) {
    const place = placeAt(source.file, source.text, conditions.at(-1)?.openedAt ?? 0)
    cursor.reading.fail(new Failure('script_unterminated', '\\if without \\endif', {place}))
  }
  if (state.parens > 0 && cursor.draft.pieces.length > 0 && state.parenIn) {
    const inFile = state.parenIn === source
    cursor.reading.fail(
      new Failure('script_unclosed', 'a parenthesis that opens here is never closed', {
        hint: 'close it with ): until then, a ; does not end the statement',
        place: placeOf(cursor, {source, position: 0, variable: inFile ? null : ''}, state.parenAt),
      }),
    )
  }
  return finish(cursor, false)
}
