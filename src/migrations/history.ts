import type pg from 'pg'
import * as v from 'valibot'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteQualified} from '../postgres/quote.ts'
import {versionKey} from './version.ts'

/** Where the history is kept. */
export type HistoryTable = {readonly schema: string; readonly table: string}

export const DEFAULT_HISTORY: HistoryTable = {schema: 'public', table: 'schema_migrations'}

export const historyName = ({schema, table}: HistoryTable): string => quoteQualified(schema, table)

// A row of a table that another tool made has a version, and of the rest whatever it has.
const Row = v.object({
  version: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  applied_at: v.optional(v.nullable(v.string())),
  name: v.optional(v.nullable(v.string()), null),
  checksum: v.optional(v.nullable(v.string()), null),
  text_checksum: v.optional(v.nullable(v.string()), null),
  duration_ms: v.optional(v.nullable(v.number()), null),
  applied_by: v.optional(v.nullable(v.string()), null),
  tool_version: v.optional(v.nullable(v.string()), null),
  baseline: v.optional(v.nullable(v.boolean()), false),
  statements_total: v.optional(v.nullable(v.number()), null),
  statements_done: v.optional(v.nullable(v.number()), null),
  done_checksum: v.optional(v.nullable(v.string()), null),
  undoing: v.optional(v.nullable(v.boolean()), false),
  running: v.optional(v.nullable(v.array(v.string())), null),
  error: v.optional(v.nullable(v.string()), null),
})

/** What the history says of one version. `applied_at` is null while only a part of the file is in effect. */
export type HistoryRow = v.InferOutput<typeof Row>

/** Rows by `versionKey`. */
export type History = ReadonlyMap<string, HistoryRow>

/**
 * Reads the history in one query, whoever made the table; an absent table is an empty history.
 * @throws Failure `foreign_history`
 */
export async function readHistory(client: pg.Client, table: HistoryTable): Promise<History> {
  try {
    const {rows} = await client.query<{row: unknown}>(`SELECT to_jsonb(h) AS row FROM ${historyName(table)} h`)
    return historyFrom(
      rows.map(({row}) => row),
      table,
    )
  } catch (error) {
    if (isServerError(error) && (error.code === '42P01' || error.code === '3F000')) return new Map()
    throw error
  }
}

/** @throws Failure `foreign_history` */
export const historyFrom = (rows: readonly unknown[], table: HistoryTable): History =>
  new Map(
    rows.map((row) => {
      const parsed = v.safeParse(Row, row)
      if (!parsed.success) throw foreign(table, parsed.issues[0].message)
      return [versionKey(parsed.output.version), parsed.output]
    }),
  )

/** Whether the file is in effect as a whole. A row that another tool wrote may lack the time, but not the effect. */
export const isApplied = (row: HistoryRow): boolean => row.applied_at != null || row.statements_total === null

export const foreign = (table: HistoryTable, why: string): Failure =>
  new Failure('foreign_history', `${historyName(table)} belongs to something else: ${why}`, {
    hint: 'give the history another schema or table in the config, and adopt the database with pgplumb migrate baseline',
  })
