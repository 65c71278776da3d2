import {readFile} from 'node:fs/promises'
import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {type Address, describeAddress} from '../address.ts'
import {withConnection} from '../connect.ts'
import {quoteIdent, quoteQualified} from '../quote.ts'
import type {DumpOptions, TableName} from './options.ts'

const SHOWN = 10

type Relation = TableName & {readonly schemaUsage: boolean}

/** The tables that this dump locks and this user may not read. */
export async function unreadableRelations(address: Address, options: DumpOptions): Promise<readonly Relation[]> {
  const {schemas = [], excludeSchemas = [], tables = [], excludeTables = []} = options
  const named = (names: readonly TableName[], relation: Relation) =>
    names.some(({schema, name}) => schema === relation.schema && name === relation.name)
  const unreadable = await ask(address, 'unreadable-relations', (row) => ({
    schema: String(row.schema),
    name: String(row.name),
    schemaUsage: row.schema_usage === true,
  }))
  return unreadable.filter(
    (relation) =>
      (schemas.length + tables.length === 0 || schemas.includes(relation.schema) || named(tables, relation)) &&
      !excludeSchemas.includes(relation.schema) &&
      !named(excludeTables, relation),
  )
}

/** Names every table that the dump may not read, not only the first that pg_dump met, and the grant that mends it. */
export function permissionDenied(
  address: Address,
  unreadable: readonly Relation[],
  message: string,
  detail: string,
): Failure {
  const [where, role] = [describeAddress(address), quoteIdent(address.user)]
  if (unreadable.length === 0)
    return new Failure('permission_denied', `${where}: ${message}`, {
      hint: `grant it to ${role}, or dump as the owner of the database`,
      detail,
    })
  const names = unreadable.map(({schema, name}) => quoteQualified(schema, name))
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''
  return new Failure(
    'permission_denied',
    `${where}: user ${role} may not read ${names.slice(0, SHOWN).join(', ')}${more}`,
    {hint: `as a superuser or the owner: ${grants(unreadable, role)}`, detail},
  )
}

function grants(unreadable: readonly Relation[], role: string): string {
  const schemas = [...new Set(unreadable.map(({schema}) => schema))]
  // Since 14 there is a role for it; a grant per schema is less, so it is what we propose while that is readable.
  if (schemas.length > 3) return `GRANT pg_read_all_data TO ${role}`
  return schemas
    .flatMap((schema) => [
      ...(unreadable.some((relation) => relation.schema === schema && !relation.schemaUsage)
        ? [`GRANT USAGE ON SCHEMA ${quoteIdent(schema)} TO ${role}`]
        : []),
      `GRANT SELECT ON ALL TABLES IN SCHEMA ${quoteIdent(schema)} TO ${role}`,
    ])
    .join('; ')
}

/** Says how many locks there are, how many the dump takes, and the setting that makes room. */
export async function outOfLocks(address: Address, said: string): Promise<Failure> {
  const [size] = await ask(address, 'lock-table-size', (row) => ({
    each: Number(row.locks_per_transaction),
    sessions: Number(row.sessions),
    tables: Number(row.tables),
  }))
  if (!size) return new Failure('out_of_locks', `${describeAddress(address)}: the lock table is full`, {detail: said})
  const needed = 2 ** Math.ceil(Math.log2((size.tables * 1.2) / size.sessions))
  const enough = Math.max(needed, size.each * 2)
  return new Failure(
    'out_of_locks',
    `${describeAddress(address)}: the server's lock table is full: a dump locks each of the ${size.tables} tables, and there is room for about ${size.each * size.sessions} locks of all sessions together`,
    {
      hint: `ALTER SYSTEM SET max_locks_per_transaction = ${enough} and restart the server; or dump fewer schemas at a time`,
      detail: said,
    },
  )
}

/** The rows of a catalog query. */
async function ask<T>(address: Address, query: string, parse: (row: pg.QueryResultRow) => T): Promise<readonly T[]> {
  const sql = await readFile(new URL(import.meta.resolve(`#sql/catalog/${query}.sql`)), 'utf8')
  try {
    const {rows} = await withConnection(address, (client) => client.query(sql))
    return rows.map(parse)
  } catch {
    // The dump has failed already, and why is known well enough to say: that error is the one to show.
    return []
  }
}
