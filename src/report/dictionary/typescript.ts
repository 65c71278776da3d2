import type {Column, Dictionary, Relation, Routine} from '../../dictionary/dictionary.ts'

export type TypeOptions = {
  /** What a timestamp or a date is: node-postgres gives a Date, JSON a string. */
  readonly dates: 'Date' | 'string'
  /** What a bigint is: node-postgres gives a string, for not every bigint is a number. */
  readonly bigints: 'string' | 'number' | 'bigint'
}

/**
 * Types of tables (as read, inserted, updated), views, functions and enums, by schema. The form is the one that
 * supabase-js and others know: `Database['public']['Tables']['users']['Row']`.
 */
export function renderTypes(dictionary: Dictionary, options: TypeOptions): string {
  const types = typesOf(dictionary, options)
  const schemas = [
    ...new Set([...dictionary.relations, ...dictionary.routines, ...dictionary.types].map(({schema}) => schema)),
  ].sort()
  return `${HEAD}
export type Json = string | number | boolean | null | {[key: string]: Json | undefined} | Json[]

export type Database = {
${schemas.map((schema) => schemaText(schema, dictionary, types)).join('\n')}
}
`
}

const HEAD = '// Written by pgplumb types: a change here is lost with the next run.\n'

type TypeOf = (sqlType: string) => string

function schemaText(schema: string, dictionary: Dictionary, typeOf: TypeOf): string {
  const relations = dictionary.relations.filter((relation) => relation.schema === schema)
  const tables = relations.filter(({kind}) => !kind.includes('view'))
  const views = relations.filter(({kind}) => kind.includes('view'))
  const enums = dictionary.types.filter((type) => type.schema === schema && type.kind === 'enum')
  const composites = dictionary.types.filter((type) => type.schema === schema && type.kind === 'composite')
  const routines = groups(dictionary.routines.filter((routine) => routine.schema === schema))
  return `  ${key(schema)}: {
    Tables: ${block(tables.map((table) => tableText(table, typeOf)))}
    Views: ${block(views.map((view) => `${doc(view.comment, 6)}      ${key(view.name)}: {\n        Row: ${row(view.columns, typeOf)}\n      }`))}
    Functions: ${block(routines.map((overloads) => functionText(overloads, typeOf)))}
    Enums: ${block(enums.map(({name, labels, comment}) => `${doc(comment, 6)}      ${key(name)}: ${labels.map(literal).join(' | ') || 'never'}`))}
    CompositeTypes: ${block(composites.map(({name, fields, comment}) => `${doc(comment, 6)}      ${key(name)}: {${fields.map((field) => `${key(field.name)}: ${typeOf(field.type)} | null`).join('; ')}}`))}
  }`
}

const block = (lines: readonly string[]): string => (lines.length > 0 ? `{\n${lines.join('\n')}\n    }` : '{}')

const tableText = (table: Relation, typeOf: TypeOf): string => `${doc(table.comment, 6)}      ${key(table.name)}: {
        Row: ${row(table.columns, typeOf)}
        Insert: ${fields(
          table.columns
            .filter(writable)
            .map((column) => `${key(column.name)}${hasDefault(column) ? '?' : ''}: ${orNull(column, typeOf)}`),
        )}
        Update: ${fields(table.columns.filter(writable).map((column) => `${key(column.name)}?: ${orNull(column, typeOf)}`))}
      }`

const row = (columns: readonly Column[], typeOf: TypeOf): string =>
  fields(columns.map((column) => `${doc(column.comment, 10, '')}${key(column.name)}: ${orNull(column, typeOf)}`))

const fields = (lines: readonly string[]): string =>
  lines.length > 0 ? `{\n${lines.map((line) => `          ${line}`).join('\n')}\n        }` : 'Record<never, never>'

const writable = ({generated, identity}: Column): boolean => generated === null && identity !== 'always'
const hasDefault = ({nullable, identity, default: value}: Column): boolean =>
  nullable || identity !== null || value !== null
const orNull = ({type, nullable}: Column, typeOf: TypeOf): string => `${typeOf(type)}${nullable ? ' | null' : ''}`

function functionText(overloads: readonly Routine[], typeOf: TypeOf): string {
  const [first] = overloads
  const forms = overloads.map((routine) => {
    const needed = routine.inputs.length - routine.defaults
    const inputs = routine.inputs.map(
      ({name, type}, i) => `${key(name || `arg${i + 1}`)}${i < needed ? '' : '?'}: ${typeOf(type)}`,
    )
    const result =
      routine.outputs.length > 0
        ? `{${routine.outputs.map(({name, type}) => `${key(name)}: ${typeOf(type)}`).join('; ')}}`
        : typeOf(routine.return_type)
    const returns = routine.returns_set
      ? `${result.includes(' | ') && !result.startsWith('{') ? `(${result})` : result}[]`
      : result
    return `{Args: ${inputs.length > 0 ? `{${inputs.join('; ')}}` : 'Record<never, never>'}; Returns: ${returns}}`
  })
  return `${doc(first?.comment ?? null, 6)}      ${key(first?.name ?? '')}: ${forms.join(' | ')}`
}

function groups(routines: readonly Routine[]): Routine[][] {
  const found = new Map<string, Routine[]>()
  for (const routine of routines) found.set(routine.name, [...(found.get(routine.name) ?? []), routine])
  return [...found.values()]
}

const NUMBERS = new Set(['smallint', 'integer', 'real', 'double precision', 'oid'])
const STRINGS =
  /^(?:text|character varying|character|uuid|name|"char"|bpchar|numeric|money|inet|cidr|macaddr8?|bit|bit varying|xml|tsvector|tsquery|time|time without time zone|time with time zone|(?:\w+\.)?citext|\w+range|\w+multirange|reg\w+|interval)$/
const DATES = /^(?:date|timestamp(?: without time zone| with time zone)?)$/

function typesOf({relations, types}: Dictionary, {dates, bigints}: TypeOptions): TypeOf {
  const own = new Map<string, string>()
  for (const {schema, name, kind} of types) {
    const group = {enum: 'Enums', composite: 'CompositeTypes'}[kind]
    if (group) own.set(quoted(schema, name), `Database[${literal(schema)}]['${group}'][${literal(name)}]`)
  }
  for (const relation of relations) {
    const group = relation.kind.includes('view') ? 'Views' : 'Tables'
    own.set(
      quoted(relation.schema, relation.name),
      `Database[${literal(relation.schema)}]['${group}'][${literal(relation.name)}]['Row']`,
    )
  }
  const domains = new Map(
    types.flatMap(({schema, name, base}) => (base === null ? [] : [[quoted(schema, name), base] as const])),
  )
  const typeOf: TypeOf = (sqlType) => {
    if (sqlType.endsWith('[]')) {
      const element = typeOf(sqlType.slice(0, -2))
      return element.includes(' | ') ? `(${element})[]` : `${element}[]`
    }
    const base = sqlType.replace(/\(\d+(?:,\d+)?\)/, '')
    const domain = domains.get(base)
    if (domain !== undefined) return typeOf(domain)
    if (NUMBERS.has(base)) return 'number'
    if (base === 'bigint') return bigints
    if (base === 'boolean') return 'boolean'
    if (base === 'json' || base === 'jsonb') return 'Json'
    if (base === 'bytea') return 'Uint8Array'
    if (base === 'void') return 'undefined'
    if (DATES.test(base)) return dates
    if (STRINGS.test(base)) return 'string'
    return own.get(base) ?? 'unknown'
  }
  return typeOf
}

/** As format_type prints it with an empty search_path. */
const quoted = (schema: string, name: string): string => `${quoteIfNeeded(schema)}.${quoteIfNeeded(name)}`
const quoteIfNeeded = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name))
const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

function doc(comment: string | null, indent: number, before = ' '.repeat(indent)): string {
  if (comment === null) return ''
  return `${before}/** ${comment.replaceAll('*/', '*\\/').replaceAll(/\s*\n\s*/g, ' ')} */\n${' '.repeat(before ? 0 : indent)}`
}

/** For messages: how many there are. */
export const countTypes = ({relations, routines, types}: Dictionary): string =>
  `${relations.length} tables and views, ${routines.length} functions, ${types.filter(({kind}) => kind === 'enum').length} enums`
