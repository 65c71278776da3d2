import type {Node} from 'libpg-query'

/** The strings of a qualified name. */
export const namesOf = (nodes: readonly Node[] = []): string[] =>
  nodes.flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []))

/** The first answer that `find` has for a node at or under `tree`, in the order in which they are written. */
export function findInTree<T>(tree: unknown, find: (kind: string, node: object) => T | null): T | null {
  if (typeof tree !== 'object' || tree === null) return null
  for (const [kind, value] of Object.entries(tree)) {
    if (typeof value !== 'object' || value === null) continue
    const found = (Array.isArray(value) ? null : find(kind, value)) ?? findInTree(value, find)
    if (found !== null) return found
  }
  return null
}
