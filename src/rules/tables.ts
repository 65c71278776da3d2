import type pg from 'pg'
import {array, object, parse, string} from 'valibot'
import {glob} from '../glob.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {readSql} from '../postgres/sql-file.ts'

export type TableScope = {
  /** Only tables of these schemas; absent: of all but the server's. */
  readonly schemas?: readonly string[]
  /** Tables to leave out: `public.legacy_*`, `archive.*`. */
  readonly except?: readonly string[]
}

const shape = array(object({oid: string(), schema: string(), name: string()}))

/** The oids of the tables in scope, as the rules' parameter `tables`. */
export async function tablesInScope(client: pg.ClientBase, scope: TableScope): Promise<readonly string[]> {
  const {rows} = await client.query(await readSql('catalog/tables.sql'), [scope.schemas ?? null, OWN_SCHEMA])
  const except = (scope.except ?? []).map(glob)
  return parse(shape, rows)
    .filter(({schema, name}) => !except.some((pattern) => pattern.test(`${schema}.${name}`)))
    .map(({oid}) => oid)
}
