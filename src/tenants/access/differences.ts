import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import {readSql} from '../../postgres/sql-file.ts'
import {serverVersion} from '../../postgres/version.ts'
import {type Access, privilegesOf} from './access.ts'

/** What a role may do on an object, or on those to come, and should not; or should, and may not. */
export type AccessDifference = {
  readonly role: string
  readonly kind:
    | 'schema'
    | 'tables'
    | 'sequences'
    | 'functions'
    | 'future tables'
    | 'future sequences'
    | 'future functions'
  /** In the schema, quoted where it has to be: `users`, `total(integer)`; null for the schema and what is to come. */
  readonly object: string | null
  readonly missing: readonly string[]
  readonly extra: readonly string[]
  /** `SELECT (id, email)`: what is granted on columns, and goes with a REVOKE on their table. */
  readonly columns: readonly string[]
}

/** Of one schema. `owner` is the role whose default privileges count. */
export type SchemaAccess = {
  readonly schema: string
  readonly owner: string
  readonly differences: readonly AccessDifference[]
}

/**
 * Compares grants with what is declared, for all schemas by one query. Those where all is as declared are left out.
 * @throws Failure `no_role`
 */
export async function accessDifferences(
  client: pg.Client,
  schemas: readonly string[],
  access: readonly Access[],
): Promise<readonly SchemaAccess[]> {
  await refuseMissingRoles(client, access)
  const privileges = privilegesOf(access, await serverVersion(client))
  const excepted = access.flatMap(({role, except}) => except.map((name) => ({role, name})))
  const {rows} = await client.query<AccessDifference & {readonly schema: string; readonly owner: string}>(
    await readSql('tenants/access.sql'),
    [
      access.map(({role}) => role),
      schemas,
      privileges.map(({role}) => role),
      privileges.map(({kind}) => kind),
      privileges.map(({privilege}) => privilege),
      excepted.map(({role}) => role),
      excepted.map(({name}) => name),
    ],
  )
  const found = new Map<string, {schema: string; owner: string; differences: AccessDifference[]}>()
  for (const {schema, owner, ...difference} of rows) {
    const known = found.get(schema) ?? {schema, owner, differences: []}
    found.set(schema, known)
    known.differences.push(difference)
  }
  return [...found.values()]
}

/** @throws Failure `no_role` */
export async function refuseMissingRoles(client: pg.Client, access: readonly Access[]): Promise<void> {
  const missing = await missingRoles(
    client,
    access.map(({role}) => role),
  )
  if (missing.length === 0) return
  throw new Failure('no_role', `the config grants to roles that the server does not have: ${missing.join(', ')}`, {
    hint: `pgplumb tenant grant --create-roles makes them; or: ${missing.map((role) => `CREATE ROLE ${quoteIdent(role)} NOLOGIN;`).join(' ')}`,
  })
}

/** Those of these roles that the server does not have. */
export async function missingRoles(client: pg.Client, roles: readonly string[]): Promise<readonly string[]> {
  const {rows} = await client.query<{role: string}>(
    'SELECT role FROM unnest($1::text[]) role WHERE role NOT IN (SELECT rolname FROM pg_catalog.pg_roles)',
    [roles],
  )
  return rows.map(({role}) => role)
}
