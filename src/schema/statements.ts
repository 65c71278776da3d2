import {keyOf, type Part} from './entry.ts'
import {parse, type Statement} from './parse.ts'

/** A statement that knows the entry it stands in. */
export type Sourced = Statement & {readonly from: string}

/** All statements of an object's entries. The parser must be loaded. */
export const statementsOf = (part: Part): Sourced[] =>
  part.flatMap((entry) => parse(entry.text).map((statement) => ({...statement, from: keyOf(entry)})))
