import type pg from 'pg'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {candidatesFor} from './candidates.ts'
import type {Catalog, Check, Column, Relation} from './catalog.ts'

/** The most combinations of values that the server is asked to look at for one group of columns. */
const MOST = 60_000

/** All conditions on a row of the table: its CHECKs, those of its columns' domains, and what its partition takes. */
export function conditionsOf(catalog: Catalog, relation: Relation): Check[] {
  const generated = new Set(relation.columns.filter((column) => column.generated).map(({name}) => name))
  const domains = relation.columns.flatMap(({name, domain}) =>
    (domain === null ? [] : (catalog.domainChecks.get(domain) ?? [])).map((expression) => ({
      columns: [name],
      expression: expression.replaceAll(/\bVALUE\b/g, quoteIdent(name)),
    })),
  )
  const bound =
    relation.bound === null ? [] : [{columns: mentioned(relation, relation.bound), expression: relation.bound}]
  return [...(catalog.checks.get(relation.oid) ?? []), ...domains, ...bound].filter(
    ({columns}) => !columns.some((name) => generated.has(name)),
  )
}

const mentioned = ({columns}: Relation, expression: string): string[] =>
  columns
    .map(({name}) => name)
    .filter((name) => expression.includes(quoteIdent(name)) || new RegExp(`\\b${literally(name)}\\b`).test(expression))
const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Changes the values of the row so that all conditions hold: candidates for each column, and the server evaluates the
 * conditions over their cross join. `fixed` columns keep their value, or become null.
 */
export async function solve(
  client: pg.ClientBase,
  relation: Relation,
  conditions: readonly Check[],
  row: Map<string, string>,
  fixed: ReadonlySet<string>,
  n: number,
): Promise<void> {
  for (const group of groups(conditions)) {
    const columns = relation.columns.filter(({name}) => group.columns.includes(name))
    const lists = columns.map((column) => {
      const own = row.get(column.name) ?? (column.default === null ? null : `(${column.default})::${column.baseType}`)
      const first = own === null ? [`NULL::${column.baseType}`] : [own]
      const nothing = column.notNull ? [] : [`NULL::${column.baseType}`]
      if (fixed.has(column.name)) return [...first, ...nothing]
      return [...first, ...candidatesFor(column, group.expressions, n), ...nothing]
    })
    const choice = await firstThatHolds(client, columns, capped(lists), group.expressions)
    for (const [at, column] of columns.entries()) {
      const chosen = choice?.[at]
      if (chosen === undefined || chosen === 0) continue
      const sql = lists[at]?.[chosen]
      if (sql?.startsWith('NULL::')) row.set(column.name, 'NULL')
      else if (sql !== undefined) row.set(column.name, sql)
    }
  }
}

/** The lists, the longest shortened until their cross join is small enough. */
function capped(lists: readonly (readonly string[])[]): (readonly string[])[] {
  const kept = lists.map((list) => list)
  const product = () => kept.reduce((sum, list) => sum * list.length, 1)
  while (product() > MOST) {
    const longest = kept.reduce((most, list, at) => (list.length > (kept[most]?.length ?? 0) ? at : most), 0)
    kept[longest] = kept[longest]?.slice(0, Math.ceil((kept[longest]?.length ?? 2) * 0.7)) ?? []
  }
  return kept
}

async function firstThatHolds(
  client: pg.ClientBase,
  columns: readonly Column[],
  lists: readonly (readonly string[])[],
  expressions: readonly string[],
): Promise<number[] | null> {
  const from = columns.map(
    ({name}, at) =>
      `(VALUES ${(lists[at] ?? []).map((sql, i) => `(${i}, ${sql})`).join(', ')}) v${at} ("pgplumb ${at}", ${quoteIdent(name)})`,
  )
  const indexes = columns.map((_, at) => `"pgplumb ${at}"`)
  const sql = `SELECT ARRAY[${indexes.join(', ')}] AS choice FROM ${from.join(' CROSS JOIN ')}
    WHERE ${expressions.map((expression) => `(${expression}) IS NOT FALSE`).join(' AND ')} ORDER BY ${indexes.join(' + ')} LIMIT 1`
  await client.query('SAVEPOINT solving')
  try {
    const {rows} = await client.query<{choice: number[]}>(sql)
    await client.query('RELEASE SAVEPOINT solving')
    return rows[0]?.choice ?? null
  } catch (error) {
    // A condition that cannot be evaluated over these values: the INSERT will say what is wrong.
    if (!isServerError(error)) throw error
    await client.query('ROLLBACK TO SAVEPOINT solving')
    return null
  }
}

/** Conditions that share columns have to hold together. */
function groups(conditions: readonly Check[]): {columns: string[]; expressions: string[]}[] {
  const found: {columns: string[]; expressions: string[]}[] = []
  for (const {columns, expression} of conditions) {
    const touching = found.filter((group) => group.columns.some((name) => columns.includes(name)))
    const merged = {
      columns: [...new Set([...touching.flatMap((group) => group.columns), ...columns])],
      expressions: [...touching.flatMap((group) => group.expressions), expression],
    }
    for (const group of touching) found.splice(found.indexOf(group), 1)
    found.push(merged)
  }
  return found
}
