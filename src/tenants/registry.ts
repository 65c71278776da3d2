import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'

export type Registry = {
  /** `public.tenants`, or `tenants`. */
  readonly table: string
  /** The column with the name of the tenant's schema. */
  readonly schema: string
}

/**
 * The schemas of all tenants in the registry, in the order of their names.
 * @throws Failure `no_registry`
 */
export async function tenantSchemas(client: pg.Client, {table, schema}: Registry): Promise<string[]> {
  const name = table.split('.').map(quoteIdent).join('.')
  try {
    const {rows} = await client.query<{schema: string | null}>(
      `SELECT ${quoteIdent(schema)}::text AS schema FROM ${name} ORDER BY 1`,
    )
    return rows.flatMap((row) => (row.schema === null ? [] : [row.schema]))
  } catch (error) {
    if (!isServerError(error)) throw error
    throw new Failure('no_registry', `cannot read the tenants from ${table}: ${error.message}`, {
      hint: 'the config says where they are: tenancy: {registry: {table: public.tenants, schema: schema_name}}',
      cause: error,
    })
  }
}
