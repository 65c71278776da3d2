import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {type CreateOptions, type Creation, createTenants} from './create.ts'
import {openRegistry, readTenants} from './registry.ts'
import {findTenant} from './tenant.ts'

export type CloneOptions = Omit<CreateOptions, 'template' | 'reference' | 'admin'> & {
  /** For columns of the registry that are not to be as those of the original. */
  readonly values?: Readonly<Record<string, string>>
}

/**
 * Makes a tenant that is like another, with all of its rows and the states of its sequences, as of one moment.
 * @throws Failure `unknown_tenant`, and those of `createTenants`
 */
export async function cloneTenant(
  address: Address,
  from: string,
  name: string,
  {values = {}, ...options}: CloneOptions,
): Promise<Creation> {
  const {tenant, row} = await withConnection(address, async (client) => {
    const registry = await openRegistry(client, options.registry)
    const tenant = findTenant(await readTenants(client, registry), from)
    const {rows} = await client.query<{key: string; value: string}>(
      `SELECT e.key, e.value FROM ${registry.table} t, pg_catalog.jsonb_each_text(pg_catalog.to_jsonb(t)) e
        WHERE ${quoteIdent(registry.schema)}::text = $1 AND e.value IS NOT NULL
          AND e.key <> ALL (ARRAY(
                SELECT a.attname::text FROM pg_catalog.pg_index i
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                 WHERE i.indrelid = $2::pg_catalog.regclass AND i.indisunique))`,
      [tenant.schema, registry.table],
    )
    return {tenant, row: Object.fromEntries(rows.map(({key, value}) => [key, value]))}
  })
  const wanted = {name, values: {...row, ...values}}
  const [creation] = await createTenants(address, [wanted], {...options, template: tenant.schema, reference: 'all'})
  if (!creation) throw new Error('a list of one has one')
  return creation
}
