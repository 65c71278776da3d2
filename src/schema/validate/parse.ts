import {hasSqlDetails, type Node, parseSync} from 'libpg-query'
import {offsetOfByte, offsetOfCharacter} from '../../postgres/script/place.ts'
import type {SyntaxProblem, Unit} from './unit.ts'

/** A statement's tree. */
export type Tree = {
  readonly unit: Unit
  readonly node: Node
  /** The offset of a `location` of the tree in the unit's text; 0 where it has none. */
  readonly offset: (location?: number) => number
}

export type Parsed = {readonly trees: readonly Tree[]; readonly problems: readonly SyntaxProblem[]}

/** What is parsed in one go: enough to be quick, little enough to parse again beside an error. */
const MOST_CHARACTERS = 131_072
const MOST_UNITS = 1000

/** Parses statements, as many at once as are right. */
export function* parseUnits(units: Iterable<Unit>): Generator<Parsed> {
  let chunk: Unit[] = []
  let length = 0
  for (const unit of units) {
    if (chunk.length >= MOST_UNITS || (length > 0 && length + unit.text.length > MOST_CHARACTERS)) {
      yield parseChunk(chunk)
      chunk = []
      length = 0
    }
    chunk.push(unit)
    length += unit.text.length
  }
  yield parseChunk(chunk)
}

function parseChunk(units: readonly Unit[]): Parsed {
  const trees: Tree[] = []
  const problems: SyntaxProblem[] = []
  for (let start = 0; start < units.length; ) {
    const rest = units.slice(start)
    const {text, starts} = join(rest)
    try {
      trees.push(...treesOf(rest, text, starts))
      break
    } catch (error) {
      if (!hasSqlDetails(error)) throw error
      const offset = offsetOfCharacter(text, error.sqlDetails?.cursorPosition ?? 0)
      const index = starts.findLastIndex((at) => at <= offset)
      const unit = rest[index]
      if (!unit) throw error
      const before = parseChunk(rest.slice(0, index))
      trees.push(...before.trees)
      problems.push(...before.problems, problemOf(unit, offset - (starts[index] ?? 0), error.message))
      start += index + 1
    }
  }
  return {trees, problems}
}

function problemOf(unit: Unit, offset: number, message: string): SyntaxProblem {
  if (offset < unit.text.length || unit.terminated) return {unit, offset, message}
  // The semicolon at the end of a file is ours.
  return {unit, offset: unit.text.length, message: message.replace(/at or near ";"$/, 'at end of input')}
}

function join(units: readonly Unit[]): {text: string; starts: number[]} {
  const starts: number[] = []
  let length = 0
  const texts = units.map(({text, terminated}) => {
    starts.push(length)
    // The end of a file ends a statement, too, even after a comment.
    const whole = terminated ? text : `${text}\n;`
    length += whole.length + 1
    return whole
  })
  return {text: texts.join('\n'), starts}
}

function treesOf(units: readonly Unit[], text: string, starts: readonly number[]): Tree[] {
  const statements = parseSync(text).stmts ?? []
  // Trees count bytes. Where all is ASCII these are the offsets.
  const ascii = !/[^\0-\x7f]/.test(text)
  let byte = 0
  const bytes = ascii
    ? starts
    : starts.map((start, index) => {
        if (index > 0) byte += Buffer.byteLength(text.slice(starts[index - 1], start))
        return byte
      })
  let index = 0
  return statements.flatMap(({stmt, stmt_location = 0}) => {
    // A statement begins where the one before it ended, a line early.
    while (index + 1 < bytes.length && (bytes[index + 1] ?? 0) <= stmt_location + 1) index++
    const unit = units[index]
    const start = bytes[index] ?? 0
    if (!stmt || !unit) return []
    const offset = (location = -1) => (location < start ? 0 : offsetOfByte(unit.text, location - start))
    return [{unit, node: stmt, offset}]
  })
}
