import {child, children, names, text} from './canonical.ts'
import type {Entry} from './entry.ts'
import {parse} from './parse.ts'
import {identifier} from './words.ts'

/** Objects whose tag is `table name`. */
const BOUND = new Set([
  'CONSTRAINT',
  'CHECK CONSTRAINT',
  'FK CONSTRAINT',
  'DISABLED FK CONSTRAINT',
  'TRIGGER',
  'POLICY',
  'RULE',
  'DEFAULT',
])
/** Objects whose tag has SQL of its own: argument types, the kind of what is commented on. */
const VERBATIM = new Set([
  'COMMENT',
  'ACL',
  'SECURITY LABEL',
  'CAST',
  'TRANSFORM',
  'USER MAPPING',
  'DEFAULT ACL',
  'SETTING',
  'OPERATOR',
])

/** The qualified name as a person writes it: `public.users`, `public.users.users_pkey`, `public.f(integer)`. */
export function identityOf(entry: Entry): string {
  const prefix = entry.schema === null ? '' : `${identifier(entry.schema)}.`
  if (BOUND.has(entry.type)) return boundIdentity(entry) ?? prefix + entry.tag
  if (VERBATIM.has(entry.type)) return verbatim(entry, prefix)
  if (entry.tag.endsWith(')') && entry.text.includes('(')) {
    const at = entry.tag.lastIndexOf('(')
    return `${prefix}${identifier(entry.tag.slice(0, at))}${entry.tag.slice(at)}`
  }
  return prefix + identifier(entry.tag)
}

/** `schema.table.name`, from the statement: the tag does not say where the table's name ends. */
function boundIdentity(entry: Entry): string | undefined {
  const [statement] = parse(entry.text)
  if (!statement) return undefined
  const {node} = statement
  const relation = child(node, 'relation') ?? child(node, 'table')
  const table = relation && text(relation, 'relname')
  const owner = table ?? names(children(node, 'typeName')).at(-1)
  if (owner === undefined || !entry.tag.startsWith(`${owner} `)) return undefined
  return [entry.schema, owner, entry.tag.slice(owner.length + 1)]
    .flatMap((part) => (part ? [identifier(part)] : []))
    .join('.')
}

/** `TABLE users` → `table public.users`; `CONSTRAINT c ON users` → `constraint public.users.c`. */
function verbatim(entry: Entry, prefix: string): string {
  const match = /^([A-Z][A-Z ]*[A-Z]) (.*)$/s.exec(entry.tag)
  if (entry.type === 'DEFAULT ACL')
    return entry.schema === null ? entry.tag : `${entry.tag} in schema ${identifier(entry.schema)}`
  if (!match || (entry.type !== 'COMMENT' && entry.type !== 'ACL' && entry.type !== 'SECURITY LABEL'))
    return prefix + entry.tag
  const [, kind = '', name = ''] = match
  const on = /^(.*) ON (.*)$/s.exec(name)
  return `${kind.toLowerCase()} ${prefix}${on ? `${on[2]}.${on[1]}` : name}`
}
