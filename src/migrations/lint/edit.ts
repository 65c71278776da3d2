import {scanSync} from 'libpg-query'
import {offsetOfByte} from '../../postgres/script/place.ts'
import type {LintStatement} from './context.ts'
import type {Edit, Fix} from './rule.ts'

type Token = {readonly text: string; readonly from: number; readonly to: number}

/** The tokens of a statement, without comments. Offsets are in UTF-16 units. */
function tokensOf({script: {text}}: LintStatement): Token[] {
  return scanSync(text)
    .tokens.filter(({tokenName}) => !tokenName.endsWith('_COMMENT'))
    .map(({start, end}) => {
      const [from, to] = [offsetOfByte(text, start), offsetOfByte(text, end)]
      return {text: text.slice(from, to), from, to}
    })
}

/**
 * Inserts words after the first place where the tokens stand one after the other; nothing where they do not. Cutting
 * tokens takes as long as parsing, and is left until somebody wants it mended.
 */
export const insertAfter =
  (statement: LintStatement, after: readonly string[], words: string, byte = 0): Fix =>
  () => {
    const start = offsetOfByte(statement.script.text, byte)
    const tokens = tokensOf(statement)
    const at = tokens.findIndex(
      (token, i) => token.from >= start && after.every((word, n) => tokens[i + n]?.text.toUpperCase() === word),
    )
    const last = tokens[at + after.length - 1]
    return at < 0 || !last ? [] : [{from: last.to, to: last.to, text: ` ${words}`}]
  }

/** Inserts text before the statement's `;`, or at its end. */
export function append(statement: LintStatement, text: string): Edit[] {
  const tokens = tokensOf(statement)
  const last = tokens.at(-1)
  const end = last?.text === ';' ? last.from : (last?.to ?? statement.script.text.length)
  return [{from: end, to: end, text}]
}

/** Writes statements after this one. */
export function follow(statement: LintStatement, sql: string): Edit[] {
  const {text, terminated} = statement.script
  return [{from: text.length, to: text.length, text: `${terminated ? '' : ';'}\n${sql}`}]
}
