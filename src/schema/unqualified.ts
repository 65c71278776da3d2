import {child, children, isNode} from './canonical.ts'
import type {Node, Value} from './parse.ts'

/**
 * A view's query with the table's name taken off its columns where it reads one table only: PostgreSQL 15 and older
 * print `users.id` there, 16 and newer `id`.
 */
export function unqualified(query: Node): Node {
  const select = child(query, 'SelectStmt')
  const [only, ...others] = select ? children(select, 'fromClause') : []
  const table = only && child(only, 'RangeVar')
  if (!select || !table || others.length) return query
  const alias = child(table, 'alias')?.aliasname ?? table.relname
  return {...query, SelectStmt: strip(select, String(alias)) as Node}
}

/** Takes the first of two names off, but not in subqueries: there all versions print it. */
function strip(value: Value, table: string): Value {
  if (Array.isArray(value)) return value.map((item) => strip(item, table))
  if (!isNode(value)) return value
  const reference = child(value, 'ColumnRef')
  const fields = reference ? children(reference, 'fields') : []
  if (reference && fields.length === 2 && child(fields[0] ?? {}, 'String')?.sval === table)
    return {ColumnRef: {...reference, fields: fields.slice(1)}}
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'SubLink' ? inner : strip(inner, table)]),
  )
}
