import type pg from 'pg'
import type {Finding} from '../finding.ts'
import {quoteIdent, quoteLiteral} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import type {Access} from './access/access.ts'
import {accessFindings} from './access/findings.ts'
import {listTenants} from './list.ts'
import {openRegistry, type Registry} from './registry.ts'

export type CheckOptions = {
  readonly registry: Registry
  readonly template: string
  /** Of tenants' schemas; may be empty. */
  readonly prefix: string
  /** What roles may do in each. */
  readonly access?: readonly Access[]
}

const NOWHERE = {file: null, line: null} as const

/**
 * Where the registry and the schemas disagree: rows without a schema, schemas without a row, two rows of one schema. And
 * where roles may do something else than is declared.
 * @throws Failure `no_registry`
 */
export async function checkTenants(
  client: pg.Client,
  {registry, template, prefix, access = []}: CheckOptions,
): Promise<Finding[]> {
  const open = await openRegistry(client, registry)
  const tenants = await listTenants(client, registry)
  const {rows: orphans} = await client.query<{schema: string; tables: number}>(await readSql('tenants/orphans.sql'), [
    template,
    prefix,
    tenants.map(({schema}) => schema),
  ])
  const counts = new Map<string, number>()
  for (const {schema} of tenants) counts.set(schema, (counts.get(schema) ?? 0) + 1)
  const remove = (schema: string) =>
    `DELETE FROM ${open.table} WHERE ${quoteIdent(open.schema)} = ${quoteLiteral(schema)};`
  return [
    ...tenants
      .filter(({state}) => state !== 'whole')
      .map(
        ({name, schema, state}): Finding => ({
          ...NOWHERE,
          rule: 'tenant-without-schema',
          severity: 'error',
          object: {kind: 'tenant', identity: name},
          message: `it is in the registry, but its schema ${schema} ${state === 'empty' ? 'is empty' : 'does not exist'}`,
          cure: `pgplumb tenant create ${name} completes it; if it is to go, delete its row`,
          sql: remove(schema),
        }),
      ),
    ...orphans.map(
      ({schema, tables}): Finding => ({
        ...NOWHERE,
        rule: 'schema-without-tenant',
        severity: 'error',
        object: {kind: 'schema', identity: schema},
        message: `it looks like a tenant's, with ${tables} tables, but no row of the registry names it`,
        cure: 'register it by an INSERT; or, if nobody needs it any more, drop it',
        sql: null,
      }),
    ),
    ...[...counts]
      .filter(([, count]) => count > 1)
      .map(
        ([schema, count]): Finding => ({
          ...NOWHERE,
          rule: 'schema-of-two-tenants',
          severity: 'error',
          object: {kind: 'schema', identity: schema},
          message: `${count} rows of the registry name this schema: these tenants see each other's rows`,
          cure: `make the column unique: ALTER TABLE ${open.table} ADD UNIQUE (${quoteIdent(open.schema)})`,
          sql: null,
        }),
      ),
    ...(access.length > 0 ? await accessFindings(client, [template, ...counts.keys()], access) : []),
  ]
}
