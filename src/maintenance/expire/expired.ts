import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {nearest} from '../../nearest.ts'
import {isServerError} from '../../postgres/errors.ts'
import {quoteIdent, quoteLiteral} from '../../postgres/quote.ts'
import type {Expired, ExpiryRule} from './rule.ts'

export type Table = {readonly oid: string; readonly identity: string}

/**
 * Checks a rule against the table and says which rows it means. The clock is the server's, read once.
 * @throws Failure `no_column`, `bad_column`, `bad_retention`, `bad_condition`
 */
export async function expiredRows(client: pg.Client, rule: ExpiryRule, table: Table): Promise<Expired> {
  if ('condition' in rule) return byCondition(client, rule.condition, table)
  const type = await columnType(client, rule.column, table)
  const {negative, cutoff} = await readCutoff(client, type, rule)
  if (negative)
    throw new Failure('bad_retention', `the retention "${rule.retention}" of ${table.identity} is negative`, {
      hint: 'it would delete rows that have not expired yet',
    })
  const column = quoteIdent(rule.column)
  const also = await notKept(client, rule, table)
  return {sql: `${column} < $1::${type} AND ${also}`, values: [cutoff], key: {column, type}, also}
}

/** Leaves out what was used not long ago. */
async function notKept(
  client: pg.Client,
  {used, timeZone}: Extract<ExpiryRule, {column: string}>,
  table: Table,
): Promise<string> {
  if (!used) return 'true'
  const type = await columnType(client, used.column, table)
  const {cutoff} = await readCutoff(client, type, {retention: used.keep, ...(timeZone ? {timeZone} : {})})
  const column = quoteIdent(used.column)
  return `(${column} IS NULL OR ${column} < ${quoteLiteral(cutoff)}::${type})`
}

// What has no time zone is compared with the same clock on the same wall; of a date, the whole day has to be over.
const NOW = {
  'timestamp with time zone': 'now() - $1::interval',
  'timestamp without time zone': "(now() AT TIME ZONE coalesce($2, current_setting('TimeZone'))) - $1::interval",
  date: "((now() AT TIME ZONE coalesce($2, current_setting('TimeZone'))) - $1::interval)::date",
} as const
type TimeType = keyof typeof NOW

const isTimeType = (type: string): type is TimeType => type in NOW

async function columnType(client: pg.Client, column: string, table: Table): Promise<TimeType> {
  const {rows} = await client.query<{name: string; type: string}>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_catalog.pg_attribute
      WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped`,
    [table.oid],
  )
  const type = rows.find(({name}) => name === column)?.type
  if (type === undefined) {
    const near = nearest(
      column,
      rows.map(({name}) => name),
    )
    throw new Failure(
      'no_column',
      `${table.identity} has no column ${column}`,
      near ? {hint: `did you mean ${near}?`} : {},
    )
  }
  if (!isTimeType(type))
    throw new Failure('bad_column', `${table.identity}.${column} is ${type}: rows expire by a timestamp or a date`, {
      hint: 'write the rule with a condition instead',
    })
  return type
}

async function readCutoff(
  client: pg.Client,
  type: TimeType,
  rule: {readonly retention: string; readonly timeZone?: string},
) {
  try {
    const {rows} = await client.query<{negative: boolean; cutoff: string}>(
      `SELECT $1::interval < interval '0' AS negative, (${NOW[type]})::text AS cutoff, $2::text AS zone`,
      [rule.retention, rule.timeZone ?? null],
    )
    const [row] = rows
    if (!row) throw new Error('a SELECT without FROM returned no row')
    return row
  } catch (error) {
    if (!isServerError(error)) throw error
    throw new Failure('bad_retention', `the retention "${rule.retention}": ${error.message}`, {
      hint: 'an interval such as 30 days, and a time zone such as Europe/Berlin',
      cause: error,
    })
  }
}

async function byCondition(client: pg.Client, condition: string, table: Table): Promise<Expired> {
  const bad = (error: unknown) =>
    new Failure(
      'bad_condition',
      `the condition for ${table.identity}: ${error instanceof Error ? error.message : error}`,
      {
        hint: `it has to be one expression, as after WHERE: ${condition}`,
        cause: error,
      },
    )
  // The line break ends a comment. That it parses without the parentheses shows that it does not leave them.
  const sql = `(${condition}\n)`
  try {
    const {parse} = await import('libpg-query')
    await parse(`SELECT ${condition}`)
    await client.query(`EXPLAIN SELECT FROM ONLY ${table.identity} WHERE ${sql}`)
  } catch (error) {
    throw bad(error)
  }
  return {sql, values: [], key: null, also: 'true'}
}
