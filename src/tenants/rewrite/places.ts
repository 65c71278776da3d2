import {Buffer} from 'node:buffer'
import {type Node, parser, type Value} from '../../schema/parse.ts'
import {type Expression, expressionsOf} from './plpgsql.ts'

/** What the text of a string constant is. */
export type ConstantKind =
  /** Qualified names, perhaps among others: rewritten by its tokens alone. */
  | {readonly is: 'names'}
  /** Names of schemas: `template`, `template, public`. */
  | {readonly is: 'schemas'}
  | {readonly is: 'sql'}
  | {readonly is: 'plpgsql'; readonly expressions: readonly Expression[]}

/** What the parse tree says of tokens, by where they start in bytes. */
export type Places = {
  /** Names that look like the schema's and are not: aliases, columns, variables. */
  readonly others: ReadonlySet<number>
  readonly constants: ReadonlyMap<number, ConstantKind>
  /** Where the schema stands for itself: in search_path. */
  readonly schemas: ReadonlySet<number>
}

export const NOTHING: Places = {others: new Set(), constants: new Map(), schemas: new Set()}

type Found = {others: Set<number>; constants: Map<number, ConstantKind>; schemas: Set<number>}

/** Of SQL that the parser reads; nothing is known of what it does not. */
export function sqlPlaces(sql: string, from: string): Places {
  const found: Found = {others: new Set(), constants: new Map(), schemas: new Set()}
  walk(parsed(sql), {sql, from, bytes: Buffer.from(sql), found})
  return found
}

function parsed(sql: string): Value {
  try {
    // The tree is JSON.
    return JSON.parse(JSON.stringify(parser().parseSync(sql).stmts ?? []))
  } catch {
    // A fragment, or another language: its tokens have to do.
    return null
  }
}

type Walk = {readonly sql: string; readonly from: string; readonly bytes: Buffer; readonly found: Found}

function walk(value: Value, state: Walk): void {
  if (Array.isArray(value)) for (const item of value) walk(item, state)
  if (!isNode(value)) return
  for (const [kind, inner] of Object.entries(value)) {
    if (isNode(inner)) visit(kind, inner, state)
    walk(inner, state)
  }
}

function visit(kind: string, node: Node, {sql, from, bytes, found}: Walk): void {
  switch (kind) {
    case 'ColumnRef': {
      const fields = listOf(node.fields)
      if (fields.length <= 2 && stringOf(fields[0]) === from) found.others.add(locationOf(node))
      return
    }
    case 'ResTarget':
      if (node.name === from) found.others.add(locationOf(node))
      return
    case 'TypeCast': {
      const type = isNode(node.typeName) ? stringOf(listOf(node.typeName.names).at(-1)) : null
      if (type?.startsWith('reg')) mark(node.arg, {is: type === 'regnamespace' ? 'schemas' : 'names'}, found)
      return
    }
    case 'FuncCall': {
      const name = stringOf(listOf(node.funcname).at(-1)) ?? ''
      const [first, second] = listOf(node.args)
      if (TAKES_NAMES.has(name)) mark(first, {is: 'names'}, found)
      if (name === 'to_regnamespace') mark(first, {is: 'schemas'}, found)
      if (name === 'set_config' && constantValue(first) === 'search_path') mark(second, {is: 'schemas'}, found)
      return
    }
    case 'VariableSetStmt':
      if (node.name === 'search_path')
        for (const arg of listOf(node.args)) if (constantValue(arg) === from) found.schemas.add(constantLocation(arg))
      return
    case 'CreateFunctionStmt':
      body(listOf(node.options), {sql, bytes, found})
      return
    case 'DoStmt':
      body(listOf(node.args), {sql, bytes, found})
  }
}

const TAKES_NAMES = new Set([
  'nextval',
  'currval',
  'setval',
  'to_regclass',
  'to_regtype',
  'to_regproc',
  'to_regprocedure',
  'pg_get_serial_sequence',
])

/** The body of a function: the string that follows AS. */
function body(options: readonly Value[], {sql, bytes, found}: Pick<Walk, 'sql' | 'bytes' | 'found'>): void {
  const elements = options.flatMap((option) => (isNode(option) && isNode(option.DefElem) ? [option.DefElem] : []))
  const as = elements.find(({defname}) => defname === 'as')
  const language = elements.find(({defname}) => defname === 'language')
  const name = (stringOf(language?.arg) ?? 'plpgsql').toLowerCase()
  if (!as || (name !== 'sql' && name !== 'plpgsql')) return
  const start = nextConstant(bytes, locationOf(as))
  if (start === null) return
  found.constants.set(start, name === 'sql' ? {is: 'sql'} : {is: 'plpgsql', expressions: expressionsOf(sql)})
}

/** Where the first string constant at or after an offset is. */
function nextConstant(bytes: Buffer, from: number): number | null {
  const rest = bytes.subarray(from).toString()
  const match = /\$[^\s$]*\$|(?:\be)?'/i.exec(rest)
  return match ? from + Buffer.byteLength(rest.slice(0, match.index)) : null
}

function mark(value: Value | undefined, kind: ConstantKind, found: Found): void {
  if (constantValue(value) !== null) found.constants.set(constantLocation(value), kind)
}

const isNode = (value: Value | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : [])

/** The parser leaves out a location of 0. */
const locationOf = ({location}: Node): number => (typeof location === 'number' ? location : 0)

function stringOf(value: Value | undefined): string | null {
  if (!isNode(value) || !isNode(value.String)) return null
  return typeof value.String.sval === 'string' ? value.String.sval : ''
}

function constantValue(value: Value | undefined): string | null {
  if (!isNode(value) || !isNode(value.A_Const) || !isNode(value.A_Const.sval)) return null
  return typeof value.A_Const.sval.sval === 'string' ? value.A_Const.sval.sval : ''
}

const constantLocation = (value: Value | undefined): number =>
  isNode(value) && isNode(value.A_Const) ? locationOf(value.A_Const) : 0
