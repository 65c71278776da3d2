import type {A_Expr, ColumnRef, FuncCall, Node} from 'libpg-query'

/** Calls `visit` for the node and all under it, in the order of the text, with how many sub-selects it lies in. */
export function walk(tree: unknown, visit: (kind: string, body: object, depth: number) => void, depth = 0): void {
  if (Array.isArray(tree)) for (const inner of tree) walk(inner, visit, depth)
  else if (typeof tree === 'object' && tree !== null)
    for (const [kind, body] of Object.entries(tree)) {
      if (typeof body !== 'object' || body === null) continue
      if (!Array.isArray(body)) visit(kind, body, depth)
      walk(body, visit, depth + (kind === 'subselect' ? 1 : 0))
    }
}

/** Column references in an expression: `fields` as written, and how many sub-selects they lie in. */
export function columnsOf(tree: Node): {readonly fields: readonly string[]; readonly depth: number}[] {
  const found: {fields: string[]; depth: number}[] = []
  walk(tree, (kind, body, depth) => {
    if (kind === 'ColumnRef') found.push({fields: stringsOf((body as ColumnRef).fields), depth})
  })
  return found
}

/** The columns of the policy's own row: bare, or in a sub-select qualified by the table's name. */
export const ownColumns = (tree: Node, table: string): string[] =>
  columnsOf(tree).flatMap(({fields, depth}) => {
    const [name, qualifier] = [...fields].reverse()
    if (name === undefined) return []
    return (qualifier === undefined ? depth === 0 : qualifier === table) ? [name] : []
  })

/** The calls in an expression, with the name's last part in lower case. */
export function callsOf(
  tree: Node,
): {readonly name: string; readonly schema: string | null; readonly call: FuncCall; readonly depth: number}[] {
  const found: {name: string; schema: string | null; call: FuncCall; depth: number}[] = []
  walk(tree, (kind, body, depth) => {
    if (kind !== 'FuncCall') return
    const call = body as FuncCall
    const [name = '', schema = null] = stringsOf(call.funcname).reverse()
    found.push({name, schema, call, depth})
  })
  return found
}

export const stringsOf = (nodes: readonly Node[] | undefined): string[] =>
  (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []))

/** Without casts around it. */
export const bare = (node: Node): Node => ('TypeCast' in node && node.TypeCast.arg ? bare(node.TypeCast.arg) : node)

/** The text of a string constant, with casts around it or none. */
export function literal(node: Node | undefined): string | null {
  if (!node) return null
  const inner = bare(node)
  return 'A_Const' in inner ? (inner.A_Const.sval?.sval ?? null) : null
}

export const operatorOf = ({name}: A_Expr): string => stringsOf(name).at(-1) ?? ''

/** The same expression, wherever it stands in the text. */
export const same = (a: Node, b: Node): boolean => plain(a) === plain(b)

const plain = (tree: Node): string => JSON.stringify(tree, (key, value) => (key === 'location' ? undefined : value))
