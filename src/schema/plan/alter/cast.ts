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
