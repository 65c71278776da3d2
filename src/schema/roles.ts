import type pg from 'pg'
import {quoteIdent} from '../postgres/quote.ts'
import {isNode} from './canonical.ts'
import {loadParser, parse, type Value} from './parse.ts'

/** Statements that can name a role have one of these words; the others need not be parsed. */
const MAY_NAME_A_ROLE = /\b(GRANT|REVOKE|POLICY|PRIVILEGES|OWNER|AUTHORIZATION|USER MAPPING|SET\s+ROLE)\b/i

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
    for (const inner of Object.values(value)) collect(inner, roles)
  }
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
