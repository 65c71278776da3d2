import {child, children, names, text} from '../canonical.ts'
import type {Entry} from '../entry.ts'
import type {Node} from '../parse.ts'
import {identifier} from '../words.ts'

/** `public.users`, quoted where it must be. */
export const qualify = (schema: string | null, name: string): string =>
  schema === null ? identifier(name) : `${identifier(schema)}.${identifier(name)}`

export const qualifiedName = ({schema, tag}: Pick<Entry, 'schema' | 'tag'>): string => qualify(schema, tag)

/** `schema.f(integer)`: the tag holds the argument types. */
export function signature({schema, tag}: Pick<Entry, 'schema' | 'tag'>): string {
  // A name may hold a parenthesis; the types of arguments are written without any.
  const at = tag.lastIndexOf('(')
  return at < 0 ? qualify(schema, tag) : `${qualify(schema, tag.slice(0, at))}${tag.slice(at)}`
}

/** The relation that a statement is about. */
export function relation(node: Node, key: string): string {
  const range = child(node, key) ?? {}
  return qualify(text(range, 'schemaname') ?? null, text(range, 'relname') ?? '')
}

/** A list of names as SQL: `public.users`. */
export const nameList = (node: Node, key: string): string => names(children(node, key)).map(identifier).join('.')

/** `text[]`, `public.mood`. */
export const typeText = (type: Node): string =>
  `${names(children(type, 'names')).map(identifier).join('.')}${'[]'.repeat(children(type, 'arrayBounds').length)}`
