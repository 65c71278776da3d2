import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import {loadParser} from '../schema/parse.ts'
import {rollBack} from './each.ts'
import type {OpenRegistry} from './registry.ts'
import {fill} from './rewrite/pattern.ts'
import {patternOf} from './rewrite/references.ts'
import type {Tenant} from './tenant.ts'

/**
 * Gives a tenant another name: its schema, its row, and the bodies of its functions that say the schema's name.
 * @throws Failure `tenant_exists`, `rename_failed`
 */
export async function renameTenant(
  client: pg.Client,
  registry: OpenRegistry,
  tenant: Tenant,
  to: {readonly name: string; readonly schema: string},
): Promise<void> {
  await loadParser()
  try {
    await client.query("BEGIN; SET LOCAL lock_timeout = '10s'; SET LOCAL search_path = ''")
    const {rows} = await client.query<{definition: string}>(await readSql('tenants/functions-naming.sql'), [
      tenant.schema,
    ])
    const names = registry.name === null ? '' : `, ${quoteIdent(registry.name)} = $3`
    await client.query('RESET search_path')
    await client.query(
      `UPDATE ${registry.table} SET ${quoteIdent(registry.schema)} = $2${names} WHERE ${quoteIdent(registry.schema)}::text = $1`,
      registry.name === null ? [tenant.schema, to.schema] : [tenant.schema, to.schema, to.name],
    )
    await client.query(`ALTER SCHEMA ${quoteIdent(tenant.schema)} RENAME TO ${quoteIdent(to.schema)}`)
    await client.query("SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off")
    for (const {definition} of rows) await client.query(fill(patternOf(definition, tenant.schema), to.schema))
    await client.query('COMMIT')
  } catch (error) {
    await rollBack(client)
    if (!isServerError(error)) throw error
    if (error.code === '23505' || error.code === '42P06')
      throw new Failure('tenant_exists', `there is a tenant or a schema of that name already: ${to.schema}`, {
        hint: 'choose another name',
        cause: error,
      })
    throw new Failure('rename_failed', `${tenant.name} was not renamed: ${error.message}`, {
      ...(error.detail ? {detail: error.detail} : {}),
      cause: error,
    })
  }
}
