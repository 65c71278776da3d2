import {isNode} from './canonical.ts'
import {loadParser, parse, type Statement, type Value} from './parse.ts'

const KINDS = new Set([
  'CreateRoleStmt',
  'AlterRoleStmt',
  'AlterRoleSetStmt',
  'DropRoleStmt',
  'GrantRoleStmt',
  'DropOwnedStmt',
  'CreatedbStmt',
  'DropdbStmt',
  'AlterDatabaseStmt',
  'AlterDatabaseSetStmt',
  'AlterSystemStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'AlterTableSpaceOptionsStmt',
])

/** As RENAME, OWNER TO, COMMENT and SECURITY LABEL name what they are for. */
const OBJECTS = new Set(['OBJECT_ROLE', 'OBJECT_DATABASE', 'OBJECT_TABLESPACE'])

/** Not every statement with these words acts on the server, but none without them does; most files are not parsed then. */
const MAY_ACT =
  /\b(?:(?:create|alter|drop)\s+(?:role|user(?!\s+mapping)|group|database|tablespace|system)|(?:drop|reassign)\s+owned|(?:comment|label\b[^;]*?)\s+on\s+(?:role|database|tablespace)|(?:grant|revoke)\b(?:(?!\son\s)[^;])*?\s(?:to|from))\b/i

/**
 * Whether SQL acts on the server and not only on the database it runs in: on roles, other databases, tablespaces, settings. A
 * shadow's run of it would change the server that the shadow is on. What a DO block may do counts, unless it is said not to.
 */
export async function actsOnServer(texts: Iterable<string>, {inBlocks = true} = {}): Promise<boolean> {
  for (const text of texts) {
    if (!MAY_ACT.test(text)) continue
    await loadParser()
    const statements = parsed(text)
    // psql's own commands are beyond the parser.
    if (!statements || statements.some((statement) => acts(statement, inBlocks))) return true
  }
  return false
}

/** The roles that the statements make wherever they run; not those of a DO block, which looks first. */
export async function rolesMadeBy(texts: Iterable<string>): Promise<ReadonlySet<string>> {
  const roles = new Set<string>()
  for (const text of texts) {
    if (!MAY_ACT.test(text)) continue
    await loadParser()
    for (const {kind, node} of parsed(text) ?? [])
      if (kind === 'CreateRoleStmt' && typeof node.role === 'string') roles.add(node.role)
  }
  return roles
}

function parsed(text: string): readonly Statement[] | null {
  try {
    return parse(text)
  } catch {
    return null
  }
}

function acts({kind, node}: Statement, inBlocks: boolean): boolean {
  if (KINDS.has(kind)) return true
  if (kind === 'DoStmt') return inBlocks && strings(node).some((body) => MAY_ACT.test(body))
  const {renameType, objectType, objtype} = node
  const types = kind === 'GrantStmt' ? [] : [renameType, objectType, objtype]
  return types.some((type) => typeof type === 'string' && OBJECTS.has(type))
}

function strings(value: Value): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(strings)
  return isNode(value) ? Object.values(value).flatMap(strings) : []
}
