import {parser, type Value} from '../../schema/parse.ts'

/** SQL within a plpgsql body. */
export type Expression = {
  readonly query: string
  /** A statement, or an expression (an assignment reads as one). */
  readonly mode: 'statement' | 'expression'
  /** Of EXECUTE: its constants are SQL themselves. */
  readonly dynamic: boolean
}

/**
 * The SQL in the body of a function that is written in plpgsql. None where the parser cannot read it without the
 * catalogs: then the tokens of the body decide.
 */
export function expressionsOf(createFunction: string): readonly Expression[] {
  try {
    const tree: Value = JSON.parse(JSON.stringify(parser().parsePlPgSQLSync(createFunction)))
    return collect(tree, false)
  } catch {
    return []
  }
}

function collect(value: Value, dynamic: boolean): Expression[] {
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, dynamic))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([kind, inner]) => {
    if (kind !== 'PLpgSQL_expr') return collect(inner, dynamic || kind === 'PLpgSQL_stmt_dynexecute')
    if (typeof inner !== 'object' || inner === null || !('query' in inner)) return []
    const {query, parseMode = 0} = inner
    if (typeof query !== 'string') return []
    return [{query, mode: parseMode === 0 ? 'statement' : 'expression', dynamic}]
  })
}

/** Where an expression stands in the body, in characters. The parser has blanked INTO and its targets. */
export function occurrences(body: string, query: string): number[] {
  const pattern = query
    .split(/( {2,})/)
    .map((part, index) => (index % 2 ? `[\\s\\S]{${part.length}}` : part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')))
    .join('')
  return [...body.matchAll(new RegExp(pattern, 'g'))].map(({index}) => index)
}
