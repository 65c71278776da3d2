import {hasSqlDetails, type Node, parseSync} from 'libpg-query'
import {offsetOfByte, offsetOfCharacter} from '../../postgres/script/place.ts'
import type {Unit} from './unit.ts'

/** A statement's tree. */
export type Tree = {
  readonly unit: Unit
  readonly node: Node
  /** The offset of a `location` of the tree in the unit's text; 0 where it has none. */
  readonly offset: (location?: number) => number
}

/** What the parser refuses. */
export type SyntaxProblem = {
  readonly unit: Unit
  /** Within the unit's text, in UTF-16 units. */
  readonly offset: number
  readonly message: string
}

export type Parsed = {readonly trees: readonly Tree[]; readonly problems: readonly SyntaxProblem[]}

/** Characters that are parsed in one go: enough to be quick, few enough to parse again beside an error. */
const CHUNK = 131_072

/** Parses statements, as many at once as are right. */
export function* parseUnits(units: Iterable<Unit>): Generator<Parsed> {
  let chunk: Unit[] = []
  let length = 0
  for (const unit of units) {
    if (length > 0 && length + unit.text.length > CHUNK) {
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
  if (units.length === 0) return {trees: [], problems: []}
  const {text, starts} = join(units)
  try {
    return {trees: treesOf(units, text, starts), problems: []}
  } catch (error) {
    if (!hasSqlDetails(error)) throw error
    const offset = offsetOfCharacter(text, error.sqlDetails?.cursorPosition ?? 0)
    const index = Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    )
    const unit = units[index]
    if (!unit) throw error
    const before = parseChunk(units.slice(0, index))
    const after = parseChunk(units.slice(index + 1))
    const within = Math.min(offset - (starts[index] ?? 0), unit.text.length)
    const problem = {unit, offset: within, message: error.message}
    return {
      trees: [...before.trees, ...after.trees],
      problems: [...before.problems, problem, ...after.problems],
    }
  }
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
