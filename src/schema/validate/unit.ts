import type {ExactPlace} from '../../postgres/script/place.ts'
import {readScript} from '../../postgres/script/read.ts'
import {scan} from '../../postgres/script/scan.ts'
import {newScan} from '../../postgres/script/scan-state.ts'
import {placeIn, type Statement} from '../../postgres/script/statement.ts'

/** A statement to parse. */
export type Unit = {
  readonly text: string
  readonly terminated: boolean
  /** Where an offset of the text stands in its file. */
  readonly locate: (offset: number) => ExactPlace
}

/** What the parser refuses. */
export type SyntaxProblem = {
  readonly unit: Unit
  /** Within the unit's text, in UTF-16 units. */
  readonly offset: number
  readonly message: string
}

export const unitOf = (statement: Statement): Unit => ({
  text: statement.text,
  terminated: statement.terminated,
  locate: (offset) => placeIn(statement, offset),
})

const KEEPS_SEMICOLONS = /^create\s+(or\s+replace\s+)?(rule|function|procedure)\b/i

/**
 * The statements that a parenthesis left open has swallowed: cut again from the error on, as if nothing were open. Empty
 * where the statement ends where it should.
 */
export function swallowed({unit, offset}: SyntaxProblem): Unit[] {
  const {text} = unit
  if (KEEPS_SEMICOLONS.test(text)) return []
  const stop = scanToSemicolon(text, offset)
  if (stop === -1 || text.slice(stop + 1).trim() === '') return []
  const rest = text.slice(stop + 1)
  // What is wrong with its commands and parentheses was found when the file was read.
  const statements = readScript(rest, {file: '', onFailure: () => {}})
  return [...statements].map((statement) => {
    const base = stop + 1 + (statement.pieces[0]?.from ?? 0)
    return {text: statement.text, terminated: statement.terminated, locate: (at) => unit.locate(base + at)}
  })
}

function scanToSemicolon(text: string, from: number): number {
  const state = newScan()
  for (let at = from; ; at = state.at + 1) {
    const stop = scan(state, {file: '', text}, at)
    if (stop === 'semicolon') return state.at
    if (stop === 'end') return -1
  }
}
