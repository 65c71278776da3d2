import type pg from 'pg'
import {quoteIdent, quoteLiteral, quoteQualified} from '../../postgres/quote.ts'
import {readSql} from '../../postgres/sql-file.ts'
import type {Draft} from './toc.ts'

type Named = {readonly schema: string; readonly name: string; readonly owner: string}

/** A table whose rows are written. */
export type Rows = Named & {
  readonly columns: readonly string[]
  /** `WHERE …`, of the table of an extension. */
  readonly condition: string | null
}

/** Of these schemas, or of all. */
export async function tablesWithRows(client: pg.Client, schemas: readonly string[] | null): Promise<readonly Rows[]> {
  const {rows} = await client.query<Rows>(await readSql('archive/tables.sql'), [schemas])
  return rows
}

export const rowsDraft = ({schema, name, owner, columns}: Rows): Draft => ({
  type: 'TABLE DATA',
  tag: name,
  schema,
  owner,
  section: 'rows',
  sql: '',
  copySql: `COPY ${quoteQualified(schema, name)} (${columns.map(quoteIdent).join(', ')}) FROM stdin;\n`,
  hasData: true,
})

export function copyOut({schema, name, columns, condition}: Rows): string {
  const table = quoteQualified(schema, name)
  const list = columns.map(quoteIdent).join(', ')
  return condition ? `COPY (SELECT ${list} FROM ${table} ${condition}) TO STDOUT` : `COPY ${table} (${list}) TO STDOUT`
}

const AT_ONCE = 500

/** What sequences are at, as statements that set them. */
export async function sequenceDrafts(client: pg.Client, schemas: readonly string[] | null): Promise<readonly Draft[]> {
  const {rows: sequences} = await client.query<Named>(await readSql('archive/sequences.sql'), [schemas])
  const drafts: Draft[] = []
  for (let at = 0; at < sequences.length; at += AT_ONCE) {
    const some = sequences.slice(at, at + AT_ONCE)
    const states = some.map(
      ({schema, name}, index) =>
        `SELECT ${index} AS index, last_value::text AS value, is_called AS called FROM ${quoteQualified(schema, name)}`,
    )
    const {rows} = await client.query<{index: number; value: string; called: boolean}>(states.join('\nUNION ALL '))
    for (const {index, value, called} of rows) {
      const one = some[index]
      if (!one) continue
      const name = quoteLiteral(quoteQualified(one.schema, one.name))
      drafts.push({
        type: 'SEQUENCE SET',
        tag: one.name,
        schema: one.schema,
        owner: one.owner,
        section: 'rows',
        sql: `SELECT pg_catalog.setval(${name}::pg_catalog.regclass, ${value}, ${called});\n`,
      })
    }
  }
  return drafts
}
