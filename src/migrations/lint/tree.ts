import type {Node, RangeVar} from 'libpg-query'

/** `IndexStmt`, `ColumnDef` and all the other kinds of nodes of the parser's trees. */
export type Kind = Node extends infer N ? (N extends N ? keyof N : never) : never
export type Body<K extends Kind> = Extract<Node, Record<K, unknown>>[K]

/** The kind of a node: each has exactly one key. */
export function kindOf(node: Node): string {
  for (const kind in node) return kind
  return ''
}

/** The nodes of that kind in a list. */
export function all<K extends Kind>(nodes: readonly Node[] | undefined, kind: K): Body<K>[] {
  const found: Body<K>[] = []
  for (const node of nodes ?? []) {
    const body = bodyOf(node, kind)
    if (body !== undefined) found.push(body)
  }
  return found
}

// TypeScript cannot follow a generic key through the union.
export const bodyOf = <K extends Kind>(node: Node | undefined, kind: K): Body<K> | undefined =>
  node === undefined ? undefined : (node as {readonly [Key in Kind]?: Body<Key>})[kind]

export const strings = (nodes: readonly Node[] | undefined): string[] =>
  all(nodes, 'String').map(({sval}) => sval ?? '')

/** The name in a `List` of strings, as DROP and COMMENT have it. */
export const listNames = (node: Node): string[] => strings(bodyOf(node, 'List')?.items)

export const rangeOf = (names: readonly string[]): RangeVar => {
  const [relname = '', schemaname] = [...names].reverse()
  return schemaname === undefined ? {relname} : {relname, schemaname}
}

/** Whether `test` holds for a node at or under `tree`. */
export function some(tree: unknown, test: (kind: string, body: Record<string, unknown>) => boolean): boolean {
  if (Array.isArray(tree)) return tree.some((inner) => some(inner, test))
  if (typeof tree !== 'object' || tree === null) return false
  return Object.entries(tree).some(
    ([kind, body]) =>
      (typeof body === 'object' &&
        body !== null &&
        !Array.isArray(body) &&
        test(kind, body as Record<string, unknown>)) ||
      some(body, test),
  )
}

/** Option names of VACUUM (FULL), REINDEX (CONCURRENTLY) and their like. */
export const hasOption = (nodes: readonly Node[] | undefined, name: string): boolean =>
  all(nodes, 'DefElem').some(({defname, arg}) => defname === name && !isFalse(arg))

const isFalse = (arg: Node | undefined): boolean => /^(off|false|0)$/i.test(bodyOf(arg, 'String')?.sval ?? '')

/** The columns that an expression reads. */
export function columnsIn(tree: unknown): string[] {
  const found: string[] = []
  some(tree, (kind, body) => {
    if (kind === 'ColumnRef' && Array.isArray(body.fields)) {
      const name = strings(body.fields).at(-1)
      if (name !== undefined) found.push(name)
    }
    return false
  })
  return found
}
