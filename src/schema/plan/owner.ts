import {text} from '../canonical.ts'
import {type Entry, keyOf} from '../entry.ts'
import {ownsItself} from '../own.ts'
import {parse} from '../parse.ts'
import {identifier} from '../words.ts'
import {qualifiedName, signature} from './names.ts'
import {operatorSignature} from './operator.ts'

const ROUTINES = new Set(['FUNCTION', 'PROCEDURE', 'AGGREGATE'])

/**
 * The statement that gives an object to a role; none for what has no owner of its own (constraints, policies …), and for
 * the sequences of columns, which follow their table. The parser must be loaded.
 */
export function ownerSql(entry: Entry, owner: string | null, owned: ReadonlySet<string> = new Set()): string[] {
  const what = owner === null || !ownsItself(entry) || owned.has(keyOf(entry)) ? null : subject(entry)
  return what === null ? [] : [`ALTER ${what} OWNER TO ${identifier(owner ?? '')}`]
}

/** The keys of sequences that belong to a column. */
export const ownedSequences = (entries: Iterable<Entry>): Set<string> =>
  new Set(
    [...entries].flatMap((entry) =>
      entry.type === 'SEQUENCE OWNED BY' || (entry.type === 'SEQUENCE' && entry.text.startsWith('ALTER TABLE'))
        ? [keyOf({...entry, type: 'SEQUENCE'})]
        : [],
    ),
  )

function subject(entry: Entry): string {
  const {type} = entry
  if (ROUTINES.has(type)) return `${type} ${signature(entry)}`
  if (type === 'PROCEDURAL LANGUAGE') return `LANGUAGE ${identifier(entry.tag)}`
  if (type === 'OPERATOR') return `OPERATOR ${operatorSignature(parse(entry.text)[0]?.node ?? {})}`
  if (type === 'OPERATOR CLASS' || type === 'OPERATOR FAMILY')
    return `${type} ${qualifiedName(entry)} USING ${identifier(text(parse(entry.text)[0]?.node ?? {}, 'amname') ?? '')}`
  return `${type} ${qualifiedName(entry)}`
}
