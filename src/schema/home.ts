import {child, children, text} from './canonical.ts'
import {type Entry, keyOf} from './entry.ts'
import {parse} from './parse.ts'

/** What pg_dump (or a catalog query of ours) prints apart although it is an aspect of another object. */
const SATELLITES = new Set([
  'DEFAULT',
  'CHECK CONSTRAINT',
  'TABLE ATTACH',
  'RULE',
  'SEQUENCE OWNED BY',
  'INDEX ATTACH',
  'INVALID INDEX',
  'DISABLED FK CONSTRAINT',
  'EXTENSION VERSION',
])

export const isSatellite = (entry: Entry): boolean =>
  SATELLITES.has(entry.type) && (entry.type !== 'RULE' || entry.tag.endsWith(' _RETURN'))

/**
 * The keys that the object which an entry is part of may have (a default belongs to a table, a foreign table or a
 * view); an entry that stands for itself has its own.
 */
export function homesOf(entry: Entry): readonly string[] {
  const at = (type: string, tag = entry.tag): string => keyOf({type, schema: entry.schema, tag})
  switch (isSatellite(entry) ? entry.type : '') {
    case 'DEFAULT':
    case 'CHECK CONSTRAINT':
    case 'RULE': {
      const owner = ownerTag(entry)
      return owner === undefined
        ? [keyOf(entry)]
        : ['TABLE', 'FOREIGN TABLE', 'VIEW', 'DOMAIN'].map((type) => at(type, owner))
    }
    case 'TABLE ATTACH':
      return [at('TABLE'), at('FOREIGN TABLE')]
    case 'SEQUENCE OWNED BY':
      return [at('SEQUENCE')]
    case 'INDEX ATTACH':
    case 'INVALID INDEX':
      return [at('INDEX')]
    case 'DISABLED FK CONSTRAINT':
      return [at('FK CONSTRAINT')]
    case 'EXTENSION VERSION':
      return [at('EXTENSION')]
    default:
      return [keyOf(entry)]
  }
}

/** The tag of the table, view or domain that the entry's statement is about. */
function ownerTag(entry: Entry): string | undefined {
  const [statement] = parse(entry.text)
  if (!statement) return undefined
  const relation = child(statement.node, 'relation') ?? child(statement.node, 'view')
  if (relation) return text(relation, 'relname')
  const type = children(statement.node, 'typeName').at(-1)
  return type && text(child(type, 'String') ?? {}, 'sval')
}

/** Tags that may be the owner's, for a satellite whose tag is `owner name`: either may hold spaces. */
export function prefixes(tag: string): string[] {
  const found = [tag]
  for (let at = tag.indexOf(' '); at >= 0; at = tag.indexOf(' ', at + 1)) found.push(tag.slice(0, at))
  return found
}
