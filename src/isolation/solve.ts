import type pg from 'pg'
import {quoteIdent} from '../postgres/quote.ts'
import {candidatesFor} from './candidates.ts'
import type {Catalog, Check, Column, Relation} from './catalog.ts'

/** The most combinations of values that the server is asked to look at for one group of columns. */
const MOST = 60_000
/** How many queries go in one round trip. */
const BATCH = 300

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

/** A row to be made valid. `fixed` columns keep their value, become null or take that of `others`; `n` is another for each row. */
export type Unsolved = {
  readonly relation: Relation
  readonly conditions: readonly Check[]
  readonly row: Map<string, string>
  readonly fixed: ReadonlySet<string>
  readonly others: ReadonlyMap<string, string>
  readonly n: number
}

/**
 * Changes the values of the rows so that all conditions hold: candidates for each column, and the server evaluates the
 * conditions over their cross join, all rows in one round trip.
 */
export async function solve(client: pg.ClientBase, rows: readonly Unsolved[]): Promise<void> {
  const tasks = rows.flatMap((one) =>
    groups(one.conditions).map((group) => {
      const columns = one.relation.columns.filter(({name}) => group.columns.includes(name))
      const lists = capped(columns.map((column) => listFor(one, column, group.expressions)))
      return {row: one.row, columns, lists, sql: choosing(columns, lists, group.expressions)}
    }),
  )
  for (let from = 0; from < tasks.length; from += BATCH) {
    const batch = tasks.slice(from, from + BATCH)
    const found = await client.query<{id: number; choice: number[] | null}>(
      'SELECT * FROM pg_temp.pgplumb_choose($1)',
      [JSON.stringify(batch.map(({sql}) => sql))],
    )
    for (const {id, choice} of found.rows) {
      const task = batch[id]
      if (task && choice) take(task, choice)
    }
  }
}

function listFor({row, fixed, others, n}: Unsolved, column: Column, expressions: readonly string[]): string[] {
  const own = row.get(column.name) ?? (column.default === null ? null : `(${column.default})::${column.baseType}`)
  const first = own === null ? [`NULL::${column.baseType}`] : [own]
  const nothing = column.notNull ? [] : [`NULL::${column.baseType}`]
  return fixed.has(column.name)
    ? [...first, ...nothing, ...(others.has(column.name) ? [others.get(column.name) ?? ''] : [])]
    : [...first, ...candidatesFor(column, expressions, n), ...nothing]
}

function take(
  {row, columns, lists}: {row: Map<string, string>; columns: readonly Column[]; lists: readonly (readonly string[])[]},
  choice: readonly number[],
): void {
  for (const [at, {name}] of columns.entries()) {
    const chosen = choice[at] ?? 0
    const sql = lists[at]?.[chosen]
    if (chosen > 0 && sql !== undefined) row.set(name, sql.startsWith('NULL::') ? 'NULL' : sql)
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

function choosing(
  columns: readonly Column[],
  lists: readonly (readonly string[])[],
  expressions: readonly string[],
): string {
  const from = columns.map(
    ({name}, at) =>
      `(VALUES ${(lists[at] ?? []).map((sql, i) => `(${i}, ${sql})`).join(', ')}) v${at} ("pgplumb ${at}", ${quoteIdent(name)})`,
  )
  const indexes = columns.map((_, at) => `"pgplumb ${at}"`)
  return `SELECT ARRAY[${indexes.join(', ')}] AS choice FROM ${from.join(' CROSS JOIN ')}
    WHERE ${expressions.map((expression) => `(${expression}) IS NOT FALSE`).join(' AND ')} ORDER BY ${indexes.join(' + ')} LIMIT 1`
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
