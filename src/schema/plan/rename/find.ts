import {children, childrenOf, names, text} from '../../canonical.ts'
import {type Entry, keyOf, type Schema} from '../../entry.ts'
import {parse} from '../../parse.ts'
import {partReader} from '../../part.ts'
import {statementsOf} from '../../statements.ts'
import {readTable} from '../../table/read.ts'

/** Something that has the name that was asked for. */
export type Named = {
  /** `table`, `column`, `enum value` … */
  readonly kind: string
  /** The object itself, or the one that it is a part of. */
  readonly entry: Entry
  /** Its name within that; null: the object itself. */
  readonly part: string | null
}

/** What lives in a schema, and is renamed by ALTER … RENAME TO. */
const IN_SCHEMA = [
  'TABLE',
  'FOREIGN TABLE',
  'VIEW',
  'MATERIALIZED VIEW',
  'SEQUENCE',
  'INDEX',
  'TYPE',
  'DOMAIN',
  'COLLATION',
  'CONVERSION',
  'STATISTICS',
  'OPERATOR CLASS',
  'OPERATOR FAMILY',
  'TEXT SEARCH CONFIGURATION',
  'TEXT SEARCH DICTIONARY',
  'TEXT SEARCH PARSER',
  'TEXT SEARCH TEMPLATE',
]
const GLOBAL = [
  'SCHEMA',
  'EVENT TRIGGER',
  'FOREIGN DATA WRAPPER',
  'SERVER',
  'PROCEDURAL LANGUAGE',
  'PUBLICATION',
  'SUBSCRIPTION',
]
const ROUTINES = ['FUNCTION', 'PROCEDURE', 'AGGREGATE']
/** Tagged `table name`. */
const BOUND = ['CONSTRAINT', 'FK CONSTRAINT', 'CHECK CONSTRAINT', 'TRIGGER', 'POLICY', 'RULE']

export type Finder = (path: readonly string[], kind: string | null) => Named[]

/** Looks for what has a name. Without a schema, `public` is meant, or else the only schema that has such a thing. */
export function finder(schema: Schema): Finder {
  const {entries} = schema
  const part = partReader(schema)
  const schemas = [...new Set([...entries.values()].flatMap((entry) => entry.schema ?? []))]

  const top = (namespace: string, name: string): Named[] => [
    ...IN_SCHEMA.flatMap((type) => named(entries.get(keyOf({type, schema: namespace, tag: name})))),
    ...routines(entries, namespace, name),
  ]
  const inside = (namespace: string, owner: string, name: string): Named[] => [
    ...BOUND.flatMap((type) => {
      const entry = entries.get(keyOf({type, schema: namespace, tag: `${owner} ${name}`}))
      return entry ? [{kind: kindOf(type), entry, part: name}] : []
    }),
    ...['TABLE', 'FOREIGN TABLE', 'TYPE', 'DOMAIN'].flatMap((type) => {
      const key = keyOf({type, schema: namespace, tag: owner})
      const entry = entries.get(key)
      return entry ? partsOf(part(key), entry, name) : []
    }),
  ]
  const at = (path: readonly string[]): Named[] => {
    const [first = '', second, third] = path
    if (second === undefined) return []
    return third === undefined ? top(first, second) : inside(first, second, third)
  }
  return (path, kind) => {
    const is = (list: Named[]): Named[] => unique(list.filter((one) => kind === null || one.kind === kind))
    const [first = ''] = path
    const global =
      path.length === 1 ? GLOBAL.flatMap((type) => named(entries.get(keyOf({type, schema: null, tag: first})))) : []
    const whole = is([...global, ...at(path)])
    if (whole.length || path.length === 3) return whole
    const inPublic = is(at(['public', ...path]))
    if (inPublic.length) return inPublic
    const others = schemas.map((namespace) => is(at([namespace, ...path]))).filter((list) => list.length)
    return others.length === 1 ? (others[0] ?? []) : others.flat()
  }
}

const named = (entry: Entry | undefined): Named[] => (entry ? [{kind: kindOf(entry.type), entry, part: null}] : [])

const kindOf = (type: string): string =>
  type.endsWith('CONSTRAINT') ? 'constraint' : type === 'PROCEDURAL LANGUAGE' ? 'language' : type.toLowerCase()

/** `f` or `f(integer)`. */
const routines = (entries: Schema['entries'], namespace: string, name: string): Named[] =>
  [...entries.values()]
    .filter(({type, schema, tag}) => ROUTINES.includes(type) && schema === namespace && tag.startsWith(name))
    .filter(({tag}) => tag === name || tag[name.length] === '(')
    .flatMap(named)

function partsOf(part: readonly Entry[], entry: Entry, name: string): Named[] {
  const found = (kind: string): Named => ({kind, entry, part: name})
  if (entry.type === 'TABLE' || entry.type === 'FOREIGN TABLE') {
    const {columns, constraints} = readTable(statementsOf(part))
    const notNulls = [...columns.values()].map((column) => notNullName(column.notNull?.text))
    return [
      ...(columns.has(name) ? [found('column')] : []),
      ...(constraints.has(name) || notNulls.includes(name) ? [found('constraint')] : []),
    ]
  }
  const node = parse(entry.text)[0]?.node ?? {}
  if (entry.type === 'DOMAIN')
    return childrenOf(node, 'constraints', 'Constraint').some((one) => text(one, 'conname') === name)
      ? [found('constraint')]
      : []
  return [
    ...(names(children(node, 'vals')).includes(name) ? [found('value')] : []),
    ...(childrenOf(node, 'coldeflist', 'ColumnDef').some((one) => text(one, 'colname') === name)
      ? [found('attribute')]
      : []),
  ]
}

/** The name in `CONSTRAINT x NOT NULL`. */
export function notNullName(written: string | undefined): string | undefined {
  const name = /^CONSTRAINT\s+("(?:[^"]|"")+"|\S+)\s+NOT NULL/is.exec(written ?? '')?.[1]
  return name?.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

/** A constraint may have an entry of its own and stand in its table too. */
const unique = (list: readonly Named[]): Named[] =>
  list.filter(
    (one, index) =>
      list.findIndex(({kind, part}) => kind === one.kind && part === one.part && part !== null) >= index ||
      one.part === null,
  )
