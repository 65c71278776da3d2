import type {Column, Dictionary, Relation, Routine} from '../../dictionary/dictionary.ts'
import {count} from '../amounts.ts'
import {arrayOf, literal, quoted, type TypeOf, type TypeOptions, type Types, typesOf} from './typescript-type.ts'

/**
 * Types of tables (as read, inserted, updated), views, functions and enums, by schema. The form is the one that
 * supabase-js and others know: `Database['public']['Tables']['users']['Row']`.
 */
export function renderTypes(dictionary: Dictionary, options: TypeOptions): string {
  const types = typesOf(dictionary.types, options, {json: 'Json', ...places(dictionary)})
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

function schemaText(schema: string, dictionary: Dictionary, types: Types): string {
  const relations = dictionary.relations.filter((relation) => relation.schema === schema)
  const tables = relations.filter(({kind}) => !kind.includes('view'))
  const views = relations.filter(({kind}) => kind.includes('view'))
  const enums = dictionary.types.filter((type) => type.schema === schema && type.kind === 'enum')
  const composites = dictionary.types.filter((type) => type.schema === schema && type.kind === 'composite')
  const routines = groups(dictionary.routines.filter((routine) => routine.schema === schema))
  return `  ${key(schema)}: {
    Tables: ${block(tables.map((table) => tableText(table, types)))}
    Views: ${block(views.map((view) => `${doc(view.comment, 6)}      ${key(view.name)}: {\n        Row: ${row(view.columns, types.read)}\n      }`))}
    Functions: ${block(routines.map((overloads) => functionText(overloads, types)))}
    Enums: ${block(enums.map(({name, labels, comment}) => `${doc(comment, 6)}      ${key(name)}: ${labels.map(literal).join(' | ') || 'never'}`))}
    CompositeTypes: ${block(composites.map(({name, fields, comment}) => `${doc(comment, 6)}      ${key(name)}: {${fields.map((field) => `${key(field.name)}: ${types.read(field.type)} | null`).join('; ')}}`))}
  }`
}

const block = (lines: readonly string[]): string => (lines.length > 0 ? `{\n${lines.join('\n')}\n    }` : '{}')

const tableText = (table: Relation, types: Types): string => `${doc(table.comment, 6)}      ${key(table.name)}: {
        Row: ${row(table.columns, types.read)}
        Insert: ${fields(
          table.columns
            .filter(writable)
            .map((column) => `${key(column.name)}${hasDefault(column) ? '?' : ''}: ${orNull(column, types.write)}`),
        )}
        Update: ${fields(table.columns.filter(writable).map((column) => `${key(column.name)}?: ${orNull(column, types.write)}`))}
      }`

const row = (columns: readonly Column[], typeOf: TypeOf): string =>
  fields(columns.map((column) => `${doc(column.comment, 10, '')}${key(column.name)}: ${orNull(column, typeOf)}`))

const fields = (lines: readonly string[]): string =>
  lines.length > 0 ? `{\n${lines.map((line) => `          ${line}`).join('\n')}\n        }` : 'Record<never, never>'

const writable = ({generated, identity}: Column): boolean => generated === null && identity !== 'always'
const hasDefault = ({nullable, identity, default: value}: Column): boolean =>
  nullable || identity !== null || value !== null
const orNull = ({type, nullable}: Column, typeOf: TypeOf): string => `${typeOf(type)}${nullable ? ' | null' : ''}`

function functionText(overloads: readonly Routine[], types: Types): string {
  const [first] = overloads
  const forms = overloads.map((routine) => {
    const needed = routine.inputs.length - routine.defaults
    const inputs = routine.inputs.map(
      ({name, type}, i) => `${key(name || `arg${i + 1}`)}${i < needed ? '' : '?'}: ${types.write(type)}`,
    )
    const result =
      routine.outputs.length > 0
        ? `{${routine.outputs.map(({name, type}) => `${key(name)}: ${types.read(type)}`).join('; ')}}`
        : types.result(routine.return_type)
    const returns = routine.returns_set ? arrayOf(result) : result
    return `{Args: ${inputs.length > 0 ? `{${inputs.join('; ')}}` : 'Record<never, never>'}; Returns: ${returns}}`
  })
  return `${doc(first?.comment ?? null, 6)}      ${key(first?.name ?? '')}: ${forms.join(' | ')}`
}

/** Where the database's own types are to be found in `Database`, by their quoted names. */
function places({relations, types}: Dictionary): Record<'enums' | 'rows', ReadonlyMap<string, string>> {
  const place = (schema: string, group: string, name: string): string =>
    `Database[${literal(schema)}]['${group}'][${literal(name)}]`
  const of = (kind: string, group: string): (readonly [string, string])[] =>
    types
      .filter((type) => type.kind === kind)
      .map(({schema, name}) => [quoted(schema, name), place(schema, group, name)])
  return {
    enums: new Map(of('enum', 'Enums')),
    rows: new Map([
      ...of('composite', 'CompositeTypes'),
      ...relations.map(({schema, name, kind}) => {
        const row = `${place(schema, kind.includes('view') ? 'Views' : 'Tables', name)}['Row']`
        return [quoted(schema, name), row] as const
      }),
    ]),
  }
}

function groups(routines: readonly Routine[]): Routine[][] {
  const found = new Map<string, Routine[]>()
  for (const routine of routines) found.set(routine.name, [...(found.get(routine.name) ?? []), routine])
  return [...found.values()]
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name))

function doc(comment: string | null, indent: number, before = ' '.repeat(indent)): string {
  if (comment === null) return ''
  return `${before}/** ${comment.replaceAll('*/', '*\\/').replaceAll(/\s*\n\s*/g, ' ')} */\n${' '.repeat(before ? 0 : indent)}`
}

/** For messages: how many there are. */
export const countTypes = ({relations, routines, types}: Dictionary): string =>
  [
    relations.length === 1 ? '1 table or view' : `${count(relations.length, 'table')} and views`,
    count(routines.length, 'function'),
    count(types.filter(({kind}) => kind === 'enum').length, 'enum'),
  ].join(', ')
