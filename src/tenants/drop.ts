import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import {rollBack} from './each.ts'
import type {OpenRegistry} from './registry.ts'
import type {Tenant} from './tenant.ts'

/**
 * Drops a tenant's schema with all its rows, and its row of the registry, in one transaction: `within` the caller's, or
 * one of its own.
 * @throws Failure `tenant_in_use` where something outside depends on it; `drop_failed`
 */
export async function dropTenant(
  client: pg.Client,
  registry: OpenRegistry,
  tenant: Tenant,
  {within = false}: {readonly within?: boolean} = {},
): Promise<void> {
  const {name, schema} = tenant
  await refuseIfUsed(client, tenant)
  try {
    if (!within) await client.query('BEGIN')
    await client.query("SET LOCAL lock_timeout = '10s'")
    await client.query(`DELETE FROM ${registry.table} WHERE ${quoteIdent(registry.schema)}::text = $1`, [schema])
    await client.query(`DROP SCHEMA IF EXISTS ${quoteIdent(schema)} CASCADE`)
    if (!within) await client.query('COMMIT')
  } catch (error) {
    if (!within) await rollBack(client)
    if (!isServerError(error)) throw error
    throw new Failure('drop_failed', `${name} was not dropped: ${error.message}`, {
      ...(error.detail ? {detail: error.detail} : {}),
      ...(HINTS[error.code] === undefined ? {} : {hint: HINTS[error.code]}),
      cause: error,
    })
  }
}

/** @throws Failure `tenant_in_use` where something outside a tenant's schema would go with it */
export async function refuseIfUsed(client: pg.Client, {name, schema}: Tenant): Promise<void> {
  const {rows} = await client.query<{description: string}>(await readSql('tenants/dependents.sql'), [schema])
  if (rows.length === 0) return
  throw new Failure('tenant_in_use', `${name} is used from outside its schema, so it was not dropped`, {
    detail: rows.map(({description}) => description).join('\n'),
    hint: 'drop these first, or change them so that they do without it',
  })
}

const HINTS: Readonly<Record<string, string>> = {
  '23503':
    'rows of other tables belong to this tenant: delete them first, or let their foreign key say ON DELETE CASCADE',
  '53200':
    'it has more tables than a transaction may lock: raise max_locks_per_transaction, or drop its tables in parts',
  '55P03': 'somebody is at work in it: pgplumb inspect locks shows who; try again',
}
