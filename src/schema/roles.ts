import type pg from 'pg'
import {quoteIdent} from '../postgres/quote.ts'
import {dropTemplate} from '../postgres/template.ts'
import {isNode} from './canonical.ts'
import {loadParser, parse, type Value} from './parse.ts'
import {rolesMadeBy} from './server-wide.ts'

/** Statements that can name a role have one of these words; the others need not be parsed. */
const MAY_NAME_A_ROLE = /\b(GRANT|REVOKE|POLICY|PRIVILEGES|OWNER|OWNED|AUTHORIZATION|USER|ROLE|GROUP)\b/i

/** The roles that SQL statements grant to, or name otherwise. */
export async function rolesIn(statements: Iterable<string>): Promise<Set<string>> {
  await loadParser()
  const roles = new Set<string>()
  for (const sql of statements) {
    if (!MAY_NAME_A_ROLE.test(sql)) continue
    for (const {node} of parsed(sql)) collect(node, roles)
  }
  return roles
}

/** What the parser does not read, the server will refuse with a better message. */
function parsed(sql: string): ReturnType<typeof parse> {
  try {
    return parse(sql)
  } catch {
    return []
  }
}

function collect(value: Value, roles: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, roles)
  else if (isNode(value)) {
    if (value.roletype === 'ROLESPEC_CSTRING' && typeof value.rolename === 'string') roles.add(value.rolename)
    if (Array.isArray(value.granted_roles)) for (const name of grantedIn(value.granted_roles)) roles.add(name)
    for (const inner of Object.values(value)) collect(inner, roles)
  }
}

const grantedIn = (roles: readonly Value[]): string[] =>
  roles.flatMap((role) => {
    const granted = isNode(role) ? role.AccessPriv : undefined
    return granted && isNode(granted) && typeof granted.priv_name === 'string' ? [granted.priv_name] : []
  })

/**
 * On a server of our own: makes the roles that `sql` names, and takes those away that it makes itself and that an earlier
 * run of it has left. `there` is what a database holds already, roles that it names included.
 */
export async function provideRoles(
  client: pg.Client,
  sql: readonly string[],
  there: readonly string[] = [],
): Promise<void> {
  const made = await rolesMadeBy(sql)
  const needed = await rolesIn(there)
  for (const role of made) if (!needed.has(role)) await dropRole(client, role)
  for (const role of await rolesIn(sql)) if (!made.has(role)) needed.add(role)
  await makeRoles(client, needed)
}

/** Where a template still needs the role, it goes too: it is made anew when it is wanted. */
async function dropRole(client: pg.Client, role: string): Promise<void> {
  const {rows} = await client.query<{name: string}>(
    `SELECT DISTINCT d.datname AS name FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid JOIN pg_database d ON d.oid = s.dbid
      WHERE s.refclassid = 'pg_authid'::regclass AND r.rolname = $1 AND d.datname <> current_database()`,
    [role],
  )
  for (const {name} of rows) await dropTemplate(client, name)
  await client.query(`DROP ROLE IF EXISTS ${quoteIdent(role)}`)
}

/** Makes those of the roles that the server does not have, so that it can be granted to them. They cannot sign in. */
export async function makeRoles(client: pg.Client, roles: ReadonlySet<string>): Promise<void> {
  if (!roles.size) return
  const {rows} = await client.query<{rolname: string}>('SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)', [
    [...roles],
  ])
  const there = new Set(rows.map(({rolname}) => rolname))
  for (const role of roles) if (!there.has(role)) await client.query(`CREATE ROLE ${quoteIdent(role)} NOLOGIN`)
}
