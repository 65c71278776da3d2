import type pg from 'pg'
import {array, object, parse, string} from 'valibot'
import {glob} from '../glob.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {readSql} from '../postgres/sql-file.ts'

export type TableScope = {
  /** Only tables of these schemas; absent: of all but the server's. */
  readonly schemas?: readonly string[]
  /** Schemas to leave out. */
  readonly exceptSchemas?: readonly string[]
  /** Tables to leave out: `public.legacy_*`, `archive.*`; a pattern without a schema is one of names. */
  readonly except?: readonly string[]
}

export type TableInScope = {readonly oid: string; readonly schema: string; readonly name: string}

const shape = array(object({oid: string(), schema: string(), name: string()}))

/** The tables in scope. */
export async function tablesInScope(client: pg.ClientBase, scope: TableScope): Promise<readonly TableInScope[]> {
  const {rows} = await client.query(await readSql('catalog/tables.sql'), [scope.schemas ?? null, OWN_SCHEMA])
  const left = new Set(scope.exceptSchemas)
  const except = (scope.except ?? []).map((pattern) => ({test: glob(pattern), qualified: pattern.includes('.')}))
  return parse(shape, rows).filter(
    ({schema, name}) =>
      !left.has(schema) && !except.some(({test, qualified}) => test.test(qualified ? `${schema}.${name}` : name)),
  )
}

/** The names of the schemas in scope. */
export async function schemasInScope(client: pg.ClientBase, scope: TableScope): Promise<readonly string[]> {
  const {rows} = await client.query(await readSql('catalog/schemas.sql'), [
    scope.schemas ?? null,
    OWN_SCHEMA,
    scope.exceptSchemas ?? [],
  ])
  return parse(array(object({name: string()})), rows).map(({name}) => name)
}
