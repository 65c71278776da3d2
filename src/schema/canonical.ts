import type {Node, Value} from './parse.ts'

const PLACES = new Set(['location', 'list_start', 'list_end', 'rexpr_list_start', 'rexpr_list_end', 'name_location'])

/**
 * The tree in the form in which equal meanings are equal text: no places, and a cast of an array written on each of
 * its elements. pg_dump is no fixed point there: `(ARRAY['a'::varchar])::text[]` comes back, after its own dump was
 * loaded, as `ARRAY[('a'::varchar)::text]`.
 */
export function canonical(value: Value): Value {
  if (Array.isArray(value)) return value.map(canonical)
  if (!isNode(value)) return value
  const cast = arrayCast(value)
  if (cast) return canonical(cast)
  const arm = joinsQueries(value) ? child(value, 'rarg') : undefined
  if (arm) return canonicalNode({...value, rarg: unnamed(arm)})
  return canonicalNode(value)
}

function canonicalNode(value: Node): Value {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !PLACES.has(key))
      .map(([key, child]) => [key, isSet(value, key) ? sorted(canonical(child)) : canonical(child)]),
  )
}

/** `UNION`, `EXCEPT`, `INTERSECT`: the first query names the columns. */
const joinsQueries = ({op}: Node): boolean => typeof op === 'string' && op.startsWith('SETOP_') && op !== 'SETOP_NONE'

/** Without the names of its columns, of which pg_dump prints other ones after a reload (`NULL::integer AS int4`). */
function unnamed(query: Node): Node {
  if (joinsQueries(query)) {
    const first = child(query, 'larg')
    return first ? {...query, larg: unnamed(first)} : query
  }
  if (children(query, 'sortClause').length) return query
  const targetList = children(query, 'targetList').map((item) => {
    const {name: _, ...target} = child(item, 'ResTarget') ?? {}
    return {ResTarget: target}
  })
  return {...query, targetList}
}

/** Columns that are published, that fire a trigger, that statistics are of: in the table's order, or in any. */
const isSet = (node: Node, key: string): boolean =>
  (key === 'columns' && 'relation' in node) || (key === 'exprs' && 'defnames' in node)

const sorted = (list: Value): Value =>
  Array.isArray(list) ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list

/** The canonical tree as text, for comparison. */
export const fingerprint = (value: Value): string => JSON.stringify(canonical(value))

export const isNode = (value: Value | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `(ARRAY[a, b])::t[]` as `ARRAY[a::t, b::t]`, or undefined where the node is no such cast. */
function arrayCast(node: Node): Node | undefined {
  const cast = child(node, 'TypeCast')
  const type = cast && child(cast, 'typeName')
  const array = cast && child(child(cast, 'arg') ?? {}, 'A_ArrayExpr')
  if (!type || !array || !Array.isArray(type.arrayBounds) || !Array.isArray(array.elements)) return undefined
  const {arrayBounds: _, ...elementType} = type
  const elements = array.elements.map((element: Value) => {
    const nested = isNode(element) && 'A_ArrayExpr' in element
    const typeName = nested ? type : elementType
    return sameCast(element, typeName) ? element : {TypeCast: {arg: element, typeName}}
  })
  return {A_ArrayExpr: {...array, elements}}
}

/** Whether `value` is already a cast to `typeName`: casting it twice says nothing more. */
function sameCast(value: Value, typeName: Node): boolean {
  const cast = isNode(value) ? child(value, 'TypeCast') : undefined
  return cast !== undefined && JSON.stringify(canonical(cast.typeName ?? null)) === JSON.stringify(canonical(typeName))
}

/** The child of that name where it is a node. */
export function child(node: Node, key: string): Node | undefined {
  const value = node[key]
  return isNode(value) ? value : undefined
}

/** The child of that name where it is a list of nodes, else an empty list. */
export function children(node: Node, key: string): readonly Node[] {
  const value = node[key]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** Those of a list of nodes that are of one kind, without the wrapper that says so: `[{ColumnDef: {…}}]` as `[{…}]`. */
export const childrenOf = (node: Node, key: string, kind: string): readonly Node[] =>
  children(node, key).flatMap((item): Node[] => {
    const inner = child(item, kind)
    return inner ? [inner] : []
  })

export function text(node: Node, key: string): string | undefined {
  const value = node[key]
  return typeof value === 'string' ? value : undefined
}

/** A list of `{String: {sval}}` as plain strings: how the parser writes qualified names. */
export const names = (list: readonly Node[]): string[] =>
  list.flatMap((item) => text(child(item, 'String') ?? {}, 'sval') ?? [])
