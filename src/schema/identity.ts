import {child, children, childrenOf, names, text} from './canonical.ts'
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

/** The qualified name as a person writes it: `public.users`, `public.users.users_pkey`, `public.f(integer)`. */
export function identityOf(entry: Entry): string {
  const prefix = entry.schema === null ? '' : `${identifier(entry.schema)}.`
  if (BOUND.has(entry.type)) return boundIdentity(entry) ?? prefix + entry.tag
  switch (entry.type) {
    case 'COMMENT':
    case 'ACL':
    case 'SECURITY LABEL':
      return subjectIdentity(entry.tag, prefix)
    case 'DEFAULT ACL':
      return [
        ...(/^ALTER DEFAULT PRIVILEGES FOR ROLE /m.test(entry.text) ? [`for role ${entry.owner}`] : []),
        ...(entry.schema === null ? [] : [`in schema ${identifier(entry.schema)}`]),
        `on ${entry.tag.replace(/^DEFAULT PRIVILEGES FOR /, '').toLowerCase()}`,
      ].join(' ')
    case 'CAST':
    case 'TRANSFORM':
    case 'USER MAPPING':
      return entry.tag
        .replace(/^(CAST|TRANSFORM|USER MAPPING) /, '')
        .replace(/\b(FOR|LANGUAGE|SERVER)\b/g, (word) => word.toLowerCase())
    case 'PUBLICATION TABLE':
      return publicationTable(entry, prefix) ?? entry.tag
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'AGGREGATE':
      return prefix + routine(entry)
    case 'OPERATOR':
    case 'PUBLICATION TABLES IN SCHEMA':
    case 'SETTING':
    case 'MEMBERSHIP':
      return (entry.type === 'OPERATOR' ? prefix : '') + entry.tag
    default:
      return prefix + identifier(entry.tag)
  }
}

/** `f(integer)`: the name may hold parentheses itself, so the statement says where it ends. */
export function routine({tag, text: sql}: Pick<Entry, 'tag' | 'text'>): string {
  const node = parse(sql).find(({kind}) => kind === 'CreateFunctionStmt' || kind === 'DefineStmt')?.node ?? {}
  const name = names(children(node, 'funcname')).at(-1) ?? names(children(node, 'defnames')).at(-1)
  const at = name !== undefined && tag.startsWith(`${name}(`) ? name.length : tag.indexOf('(')
  return at < 0 ? identifier(tag) : `${identifier(tag.slice(0, at))}${tag.slice(at)}`
}

/** `publication schema.table`. */
function publicationTable({text: sql}: Entry, prefix: string): string | undefined {
  const node = parse(sql)[0]?.node ?? {}
  const [object] = childrenOf(node, 'pubobjects', 'PublicationObjSpec')
  const table = text(child(child(object ?? {}, 'pubtable') ?? {}, 'relation') ?? {}, 'relname')
  return table === undefined ? undefined : `${identifier(text(node, 'pubname') ?? '')} ${prefix}${identifier(table)}`
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
function subjectIdentity(tag: string, prefix: string): string {
  const match = /^([A-Z]+(?: [A-Z]+)*) (.*)$/s.exec(tag)
  if (!match) return prefix + tag
  const [, kind = '', name = ''] = match
  const on = ['CONSTRAINT', 'TRIGGER', 'POLICY', 'RULE'].includes(kind) ? /^(.*) ON (.*)$/s.exec(name) : null
  return `${kind.toLowerCase()} ${prefix}${on ? `${on[2]}.${on[1]}` : name}`
}
