import type {Column} from '../../table/model.ts'
import {identifier} from '../../words.ts'

export type Attributes = ReadonlyMap<string, Column>

const FAMILIES = [
  /^(?:smallint|integer|bigint|numeric|real|double precision)\b/,
  /^(?:date|timestamp)\b/,
  /^(?:json|jsonb)$/,
  /^(?:inet|cidr)$/,
  /^(?:bit|bit varying|varbit)\b/,
]
const STRING = /^(?:text|character varying|character|"char"|name|citext)\b(?!.*\[\])/

/** The expression that makes a value of one type of a column of another, as far as PostgreSQL can. */
export function castOf(column: string, from: string, to: string): string {
  if (to === `${from}[]`) return `CASE WHEN ${column} IS NOT NULL THEN ARRAY[${column}] END`
  if (from === `${to}[]`) return `${column}[1]`
  if (from === 'boolean' && FAMILIES[0]?.test(to)) return `${column}::integer::${to}`
  if (to === 'boolean' && FAMILIES[0]?.test(from)) return `${column}::integer::${to}`
  const direct = STRING.test(from) || STRING.test(to) || FAMILIES.some((family) => family.test(from) && family.test(to))
  // Every type can be written as text and read from it; not every two have a cast.
  return direct ? `${column}::${to}` : `${column}::text::${to}`
}

/** Whether every value of one type is one of the other as it is stored, so that PostgreSQL rewrites nothing. */
export function isWidening(actual: string, expected: string): boolean {
  const varchar = /^character varying(?:\((\d+)\))?$/
  const from = varchar.exec(actual)
  const to = varchar.exec(expected)
  if (from && expected === 'text') return true
  if (from && to) return to[1] === undefined || (from[1] !== undefined && Number(to[1]) >= Number(from[1]))
  const numeric = /^numeric(?:\((\d+),(\d+)\))?$/
  const [less, more] = [numeric.exec(actual), numeric.exec(expected)]
  if (!less || !more) return false
  return more[1] === undefined || (less[2] === more[2] && Number(more[1]) >= Number(less[1]))
}

/** Whether a row of one composite type, written as text, has each value where the other type reads it. */
export const fitsInPlace = (actual: Attributes, expected: Attributes): boolean =>
  [...actual.keys()].join('\n') === [...expected.keys()].join('\n')

/** A row of the type that is made again, of the old one's attributes. */
export function rowOf(column: string, type: string, actual: Attributes, expected: Attributes): string {
  const values = [...expected].map(([name, {type: wanted}]) => {
    const found = actual.get(name)?.type
    if (!found) return 'NULL'
    const value = `(${column}).${identifier(name)}`
    if (found.print !== wanted.print) return castOf(value, found.text, wanted.text)
    // A type of the database may be made again too.
    return wanted.text.includes('.') ? `${value}::text::${wanted.text}` : value
  })
  // Of a row, IS NULL says that all its values are.
  return `CASE WHEN ${column} IS DISTINCT FROM NULL THEN ROW(${values.join(', ')})::${type} END`
}
