import {Buffer} from 'node:buffer'
import {compact, type Hole, type Nesting, type Pattern} from './pattern.ts'
import {type ConstantKind, NOTHING, type Places, sqlPlaces} from './places.ts'
import {type Expression, occurrences} from './plpgsql.ts'
import {type Constant, constantOf, identifierOf, type Token, tokensOf} from './tokens.ts'

/**
 * SQL about the schema `from` as a pattern for any schema. What is renamed is what PostgreSQL's own parser takes for the
 * schema: in names, in constants that are cast to an object's name, in search_path, and in the bodies of functions.
 * A column, an alias, or a string that happens to have the same name stays. The parser must be loaded.
 */
export const patternOf = (sql: string, from: string): Pattern => rewrite(sql, from, {is: 'sql'}, [])

/** `within`: the constants that the text stands in, from the inside out. */
function rewrite(sql: string, from: string, kind: ConstantKind, within: Nesting): Pattern {
  if (!mayName(sql, from)) return [sql]
  const bytes = Buffer.from(sql)
  const tokens = scan(bytes)
  const context = {from, within, places: placesOf(sql, from, kind, tokens), schemas: kind.is === 'schemas'}
  const pattern: (string | Hole)[] = []
  let at = 0
  tokens.forEach((token, index) => {
    const replacement = replace(tokens, index, context)
    if (replacement === null) return
    pattern.push(bytes.subarray(at, token.start).toString(), ...replacement)
    at = token.end
  })
  pattern.push(bytes.subarray(at).toString())
  return compact(pattern)
}

/** Whether the name can be in the text at all, however it is quoted: saves most of the reading. */
const mayName = (text: string, name: string): boolean => name.split(/['"\\]/).every((part) => text.includes(part))

function scan(bytes: Buffer): readonly Token[] {
  try {
    return tokensOf(bytes)
  } catch {
    // A piece of SQL in which a quote is open, as in `'WHERE name = ''' || name`: left as it is.
    return []
  }
}

type Context = {
  readonly from: string
  readonly within: Nesting
  readonly places: Places
  /** Whether all names are those of schemas. */
  readonly schemas: boolean
}

/** What takes the token's place; null where it stays. */
function replace(tokens: readonly Token[], index: number, context: Context): Pattern | null {
  const {from, within, places} = context
  const token = tokens[index]
  if (!token) return null
  const [before, after] = [tokens[index - 1]?.text, tokens[index + 1]?.text]
  if (identifierOf(token) === from) {
    const isName = after === '.' && before !== '.' && !places.others.has(token.start)
    const isSchema = before?.toUpperCase() === 'SCHEMA' || context.schemas || places.schemas.has(token.start)
    return isName || isSchema ? [{as: 'identifier', within}] : null
  }
  const constant = constantOf(token)
  if (!constant || !mayName(constant.value, from)) return null
  if (places.schemas.has(token.start)) return ["'", {as: 'constant', within: ['plain', ...within]}, "'"]
  const kind = places.constants.get(token.start)
  return kind === undefined ? null : embedded(constant, kind, from, within)
}

/**
 * A constant whose text is SQL, or names, rewritten. The body of a function becomes an ordinary constant, in which a
 * name can be quoted whatever it holds; a dollar quote within a body stays one.
 */
function embedded({open, close, inner, value}: Constant, kind: ConstantKind, from: string, within: Nesting): Pattern {
  if (open.startsWith('$') && within.length > 0)
    return [open, ...rewrite(inner, from, kind, [{dollar: open}, ...within]), close]
  const isEscape = open.length === 2 && !open.startsWith('$')
  const literal = (text: string): string => {
    const quoted = text.replaceAll("'", "''")
    return isEscape ? quoted.replaceAll('\\', '\\\\') : quoted
  }
  const pattern = rewrite(value, from, kind, [isEscape ? 'escape' : 'plain', ...within])
  return [isEscape ? "E'" : "'", ...pattern.map((part) => (typeof part === 'string' ? literal(part) : part)), "'"]
}

function placesOf(sql: string, from: string, kind: ConstantKind, tokens: readonly Token[]): Places {
  if (kind.is === 'sql') return sqlPlaces(sql, from)
  return kind.is === 'plpgsql' ? plpgsqlPlaces(sql, from, kind.expressions, tokens) : NOTHING
}

const SELECT = 'SELECT '

/** What the parser says of each piece of SQL in a plpgsql body, at its place in the body. */
function plpgsqlPlaces(
  body: string,
  from: string,
  expressions: readonly Expression[],
  tokens: readonly Token[],
): Places {
  const others = new Set(variableTypes(tokens))
  const constants = new Map<number, ConstantKind>()
  const schemas = new Set<number>()
  for (const {query, mode, dynamic} of expressions) {
    if (!mayName(query, from)) continue
    // An assignment reads as an expression when := is =, which is as long with a space.
    const sql = mode === 'statement' ? query : `${SELECT}${query.replace(':=', ' =')}`
    const places = sqlPlaces(sql, from)
    const shift = mode === 'statement' ? 0 : SELECT.length
    for (const character of occurrences(body, query)) {
      const start = Buffer.byteLength(body.slice(0, character))
      const end = start + Buffer.byteLength(query)
      for (const place of places.others) others.add(start + place - shift)
      for (const place of places.schemas) schemas.add(start + place - shift)
      for (const [place, kind] of places.constants) constants.set(start + place - shift, kind)
      if (dynamic)
        for (const token of tokens)
          if (token.name === 'SCONST' && token.start >= start && token.end <= end)
            constants.set(token.start, {is: 'names'})
    }
  }
  return {others, constants, schemas}
}

/** `template.id%TYPE` is a column of the table template. */
function variableTypes(tokens: readonly Token[]): number[] {
  return tokens.flatMap((token, index) =>
    tokens[index + 1]?.text === '.' &&
    tokens[index + 3]?.text === '%' &&
    tokens[index + 4]?.text.toUpperCase() === 'TYPE'
      ? [token.start]
      : [],
  )
}
