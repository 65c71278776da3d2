import {child, children, childrenOf, names, text} from '../canonical.ts'
import {type Entry, keyOf, type Schema} from '../entry.ts'
import {type Node, parse} from '../parse.ts'
import {identifier} from '../words.ts'
import {qualify} from './names.ts'
import {tableKeyOf} from './table-key.ts'

/**
 * An exclusion constraint of a partitioned table. pg_dump makes it on each partition, and attaches those to it, which
 * no server does: it cannot tell whether two such indexes are alike. It is made on all at once, which names those of
 * the partitions; and a partition that comes gets one.
 * @returns what to run instead of the entry's own text; null where that will do
 */
export function exclusions({entries}: Schema): (entry: Entry) => string[] | null {
  const excluding = excludingIn(entries)
  return (entry) => {
    if (entry.type === 'INDEX ATTACH') {
      const constraint = excluding.get(nameOf(entry))
      return constraint ? renamed(constraint) : null
    }
    if (!excludes(entry)) return null
    if (entries.has(keyOf({type: 'INDEX ATTACH', schema: entry.schema, tag: indexOf(entry)}))) return []
    const partitioned = tableKeyOf(entry).some((key) => /\nPARTITION BY /.test(entries.get(key)?.text ?? ''))
    return partitioned ? [entry.text.replace(/^ALTER TABLE ONLY /, 'ALTER TABLE ')] : null
  }
}

/** Those of partitions that stand alone on one side and belong to the table's on the other: they go, and come with it. */
export function joiningExclusions(actual: Schema, expected: Schema): string[] {
  const excluding = excludingIn(expected.entries)
  if (!excluding.size) return []
  return [...expected.entries].flatMap(([key, entry]) => {
    const constraint = entry.type === 'INDEX ATTACH' ? excluding.get(nameOf(entry)) : undefined
    const joins = constraint && !actual.entries.has(key) && actual.entries.has(keyOf(constraint))
    return joins ? [keyOf(constraint)] : []
  })
}

const excludes = ({type, text: sql}: Entry): boolean => type === 'CONSTRAINT' && / EXCLUDE USING /.test(sql)

const nameOf = ({schema, tag}: Pick<Entry, 'schema' | 'tag'>): string => `${schema}\n${tag}`
const indexOf = (constraint: Entry): string => text(definition(constraint), 'conname') ?? ''

/** Exclusion constraints by the names of their indexes. */
const excludingIn = (entries: Schema['entries']): Map<string, Entry> =>
  new Map([...entries.values()].filter(excludes).map((entry) => [nameOf({...entry, tag: indexOf(entry)}), entry]))

function definition(constraint: Entry): Node {
  const [statement] = parse(constraint.text)
  const [command = {}] = childrenOf(statement?.node ?? {}, 'cmds', 'AlterTableCmd')
  return child(child(command, 'def') ?? {}, 'Constraint') ?? {}
}

/** The server chooses a name; where another is wanted, it is given after. */
function renamed(constraint: Entry): string[] {
  const node = definition(constraint)
  const [table = ''] = tableKeyOf(constraint).map((key) => key.slice(key.lastIndexOf('\n') + 1))
  const columns = children(node, 'exclusions').map((pair) => {
    const [element = {}] = childrenOf({list: children(child(pair, 'List') ?? {}, 'items')}, 'list', 'IndexElem')
    return (
      text(element, 'name') ??
      names(children(child(child(element, 'expr') ?? {}, 'FuncCall') ?? {}, 'funcname')).at(-1) ??
      'expr'
    )
  })
  const chosen = [table, ...columns, 'excl'].join('_')
  const wanted = text(node, 'conname') ?? ''
  // Of a longer one parts are cut, and a number is put behind one that is taken.
  if (Buffer.byteLength(chosen) > 63 || wanted.replace(/\d+$/, '') === chosen) return []
  return [`ALTER INDEX ${qualify(constraint.schema, chosen)} RENAME TO ${identifier(wanted)}`]
}
