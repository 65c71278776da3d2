import {pipeline} from 'node:stream/promises'
import type pg from 'pg'
import {from as copyFrom, to as copyTo} from 'pg-copy-streams'
import {isServerError} from '../../postgres/errors.ts'
import {quoteIdent, quoteQualified} from '../../postgres/quote.ts'
import {readSql} from '../../postgres/sql-file.ts'
import {keyOf, type Schema} from '../entry.ts'
import {references} from './references.ts'

const MB = 1024 ** 2
/** A table of more than that stays out, and all together are not more than the other. */
const LARGEST = 8 * MB
const ALL = 64 * MB
/** A query for each: more would take longer than what is to be found out. */
const MOST_TABLES = 500

type Table = {
  readonly schema: string
  readonly name: string
  readonly root: string
  readonly bytes: number
  readonly readable: boolean
  readonly columns: readonly string[] | null
}

export type Copied = {
  /** Tables whose rows were copied. */
  readonly tables: number
  /** Tables that have rows, and whose rows were not: too many, or not readable. */
  readonly without: readonly string[]
}

/**
 * Copies all rows of the small tables, those first that `sql` names: foreign keys, and the
 * steps to be tried. `target` has the tables of the schema, but neither their indexes
 * nor constraints nor triggers yet. A table that refers to one whose rows stay out stays out too.
 */
export async function copySmallTables(
  source: pg.Client,
  target: pg.Client,
  {schema, sql}: {readonly schema: Schema; readonly sql: readonly string[]},
): Promise<Copied> {
  await source.query('BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ')
  try {
    // Who waits for a lock makes others wait behind him.
    await source.query("SET LOCAL lock_timeout = '1s'")
    const {rows} = await source.query<Table>(await readSql('catalog/rows-to-copy.sql'))
    const there = rows.filter((table) =>
      schema.entries.has(keyOf({type: 'TABLE', schema: table.schema, tag: table.name})),
    )
    const {chosen, left} = choose(there, sql)
    let tables = 0
    for (const table of chosen) {
      if (await copyTable(source, target, table)) tables++
      else left.push(table)
    }
    return {tables, without: left.map(shown).sort()}
  } finally {
    await source.query('ROLLBACK')
  }
}

const shown = ({schema, name}: Table): string => `${schema}.${name}`

function choose(tables: readonly Table[], sql: readonly string[]): {chosen: Table[]; left: Table[]} {
  const text = sql.join('\n')
  const isNamed = ({name}: Table): boolean => text.includes(name)
  const chosen: Table[] = []
  const left: Table[] = []
  let total = 0
  for (const table of [...tables.filter(isNamed), ...tables.filter((one) => !isNamed(one))]) {
    const fits = table.bytes <= LARGEST && total + table.bytes <= ALL && chosen.length < MOST_TABLES
    if (fits && table.readable && table.columns) {
      chosen.push(table)
      total += table.bytes
    } else left.push(table)
  }
  // A row whose parent is not there would fail where it does not in the database itself.
  const parents = references(sql)
  for (let more = true; more; ) {
    const missing = new Set(left.flatMap((table) => [shown(table), table.root]))
    const orphans = chosen.filter((table) =>
      [shown(table), table.root].some((name) => parents.get(name)?.some((parent) => missing.has(parent))),
    )
    for (const orphan of orphans) left.push(...chosen.splice(chosen.indexOf(orphan), 1))
    more = orphans.length > 0
  }
  return {chosen, left}
}

/** Whether the rows could be had: somebody may hold a lock on them. */
async function copyTable(source: pg.Client, target: pg.Client, {schema, name, columns}: Table): Promise<boolean> {
  const list = columns?.map(quoteIdent).join(', ') ?? ''
  const table = quoteQualified(schema, name)
  await source.query('SAVEPOINT one')
  try {
    await source.query(`LOCK TABLE ${table} IN ACCESS SHARE MODE`)
  } catch (error) {
    if (!isServerError(error)) throw error
    await source.query('ROLLBACK TO SAVEPOINT one')
    return false
  }
  const into = target.query(copyFrom(`COPY ${table} (${list}) FROM STDIN`))
  await pipeline(source.query(copyTo(`COPY (SELECT ${list} FROM ONLY ${table}) TO STDOUT`)), into)
  return true
}
