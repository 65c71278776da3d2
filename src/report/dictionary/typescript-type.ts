import type {UserType} from '../../dictionary/dictionary.ts'

export type TypeOptions = {
  /** What a timestamp or a date is: node-postgres gives a Date, JSON a string. */
  readonly dates: 'Date' | 'string'
  /** What a bigint is: node-postgres gives a string, for not every bigint is a number. */
  readonly bigints: 'string' | 'number' | 'bigint'
}

/** From a type as format_type prints it with an empty search_path to TypeScript. */
export type TypeOf = (sqlType: string) => string

export type Types = {
  /** What node-postgres gives for a value. */
  readonly read: TypeOf
  /** What it takes for a parameter: also a JavaScript array where it reads that type's arrays as text. */
  readonly write: TypeOf
  /** What a function gives to `SELECT * FROM f()`: of a composite type, its columns. */
  readonly result: TypeOf
}

type Names = {
  /** What json is. */
  readonly json: string
  /** Enums, by their quoted names. */
  readonly enums: ReadonlyMap<string, string>
  /** Composite types and rows of tables, by their quoted names. */
  readonly rows: ReadonlyMap<string, string>
}

const NUMBERS = ['smallint', 'integer', 'real', 'double precision', 'oid']
const STRINGS = [
  ...[
    'text',
    'character varying',
    'character',
    'bpchar',
    '"char"',
    'name',
    'uuid',
    'numeric',
    'money',
    'xml',
    'jsonpath',
  ],
  ...[
    'inet',
    'cidr',
    'macaddr',
    'macaddr8',
    'bit',
    'bit varying',
    'tsvector',
    'tsquery',
    'pg_lsn',
    'xid',
    'xid8',
    'tid',
  ],
  ...['time', 'time without time zone', 'time with time zone', 'line', 'lseg', 'box', 'path', 'polygon'],
]
const STRING_FAMILIES = /^(?:[a-z0-9]+(?:multi)?range|reg[a-z]+|.+\."(?:citext|ltree|lquery|ltxtquery|hstore)")$/
const DATES = ['date', 'timestamp', 'timestamp without time zone', 'timestamp with time zone']
const POINT = '{x: number; y: number}'
const INTERVAL =
  '{years?: number; months?: number; days?: number; hours?: number; minutes?: number; seconds?: number; milliseconds?: number}'

/** Element types whose arrays node-postgres takes apart; of the others it gives the text, `{a,b}`. */
const ARRAYS = new Set([
  ...NUMBERS,
  ...DATES,
  ...[
    'bigint',
    'numeric',
    'boolean',
    'bytea',
    'json',
    'jsonb',
    'point',
    'interval',
    'numrange',
    'regproc',
    'uuid',
    'money',
  ],
  ...['text', 'character varying', 'character', 'bpchar', 'inet', 'cidr', 'macaddr'],
  ...['time', 'time without time zone', 'time with time zone'],
])

export function typesOf(types: readonly UserType[], {dates, bigints}: TypeOptions, {json, enums, rows}: Names): Types {
  const domains = new Map(
    types.flatMap(({schema, name, base}) => (base === null ? [] : [[quoted(schema, name), base] as const])),
  )
  const builtIn = new Map([
    ...NUMBERS.map((name) => [name, 'number'] as const),
    ...STRINGS.map((name) => [name, 'string'] as const),
    ...DATES.map((name) => [name, dates] as const),
    ['bigint', bigints],
    ['boolean', 'boolean'],
    ['json', json],
    ['jsonb', json],
    ['bytea', 'Uint8Array'],
    ['interval', INTERVAL],
    ['point', POINT],
    ['circle', '{x: number; y: number; radius: number}'],
    ['void', 'undefined'],
  ])
  const scalar = (name: string): string | null =>
    builtIn.get(name) ?? enums.get(name) ?? (STRING_FAMILIES.test(name) ? 'string' : null)

  /** `arrays`: what an array is that node-postgres reads as text; `row`: what a composite type is. */
  const typeOf =
    (arrays: (element: string) => string, row: (name: string) => string | null): TypeOf =>
    (sqlType) => {
      const name = bare(sqlType)
      const domain = domains.get(name)
      if (domain !== undefined) return typeOf(arrays, row)(domain)
      if (!name.endsWith('[]')) return scalar(name) ?? row(name) ?? 'unknown'
      const element = name.slice(0, -2)
      // node-postgres takes the elements of numeric[] for numbers, though not numeric itself.
      if (element === 'numeric') return 'number[]'
      const inner = scalar(element) ?? typeOf(arrays, row)(element)
      return ARRAYS.has(element) ? arrayOf(inner) : arrays(inner)
    }
  const text = (name: string): string | null => (rows.has(name) ? 'string' : null)
  const asText = (): string => 'string'
  return {
    read: typeOf(asText, text),
    write: typeOf((element) => `${arrayOf(element)} | string`, text),
    result: typeOf(asText, (name) => rows.get(name) ?? null),
  }
}

export const arrayOf = (element: string): string =>
  element.includes(' | ') && !element.startsWith('{') ? `(${element})[]` : `${element}[]`

/** Without what follows the name (`numeric(5,-2)`, `interval day to second`), all parts of a user's own type quoted. */
function bare(sqlType: string): string {
  const own = /^("(?:[^"]|"")+"|[^".]+)\.("(?:[^"]|"")+"|[^"]+?)(?:\([^)]*\))?(\[\])?$/.exec(sqlType)
  if (own) return `${requoted(own[1] ?? '')}.${requoted(own[2] ?? '')}${own[3] ?? ''}`
  return sqlType.replace(/\([^)]*\)/, '').replace(/^interval [a-z ]+/, 'interval')
}
const requoted = (part: string): string => (part.startsWith('"') ? part : `"${part}"`)

/** As a key of `Names`. */
export const quoted = (schema: string, name: string): string => `${quote(schema)}.${quote(name)}`
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** As a string of TypeScript. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`
