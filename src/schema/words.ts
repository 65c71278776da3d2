import {quoteIdent} from '../postgres/quote.ts'
import {parser} from './parse.ts'

const PLAIN = /^[a-z_][a-z0-9_$]*$/
/** In the scanner's numbering: words that cannot be a column's or a table's name without quotes. */
const RESERVED = new Set(['RESERVED_KEYWORD', 'TYPE_FUNC_NAME_KEYWORD', 'COL_NAME_KEYWORD'])

/** An identifier as a person writes it: quoted only where SQL needs it. The parser must be loaded. */
export function identifier(name: string): string {
  if (!PLAIN.test(name)) return quoteIdent(name)
  return RESERVED.has(parser().scanSync(name).tokens[0]?.keywordName ?? '') ? quoteIdent(name) : name
}
