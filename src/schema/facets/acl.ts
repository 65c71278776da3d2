import {child, children, names, text} from '../canonical.ts'
import type {Node, Statement} from '../parse.ts'
import {type Facet, type Facets, facet} from './facet.ts'

/**
 * Grants and revocations as single facts, `SELECT to app`. What concerns the owner alone is left out: owners differ
 * between servers, and what a grant gives to the owner he has anyway.
 */
export function aclFacets(statements: readonly Statement[], owner: string | null): Facets {
  const facets = new Map<string, Facet>()
  for (const {kind, node} of statements) {
    const grant =
      kind === 'GrantStmt' ? node : kind === 'AlterDefaultPrivilegesStmt' ? child(node, 'action') : undefined
    // SET SESSION AUTHORIZATION: who granted it, which is the owner's business.
    if (!grant) continue
    const scope = kind === 'AlterDefaultPrivilegesStmt' ? defaultScope(node) : ''
    for (const role of children(grant, 'grantees').map((item) => child(item, 'RoleSpec') ?? {})) {
      const grantee = roleName(role)
      if (grantee === owner || role.roletype === 'ROLESPEC_CURRENT_USER') continue
      for (const privilege of privileges(grant)) {
        const verb = grant.is_grant === true ? 'grant' : 'revoke'
        const option = grant.grant_option === true ? ' with grant option' : ''
        const fact = `${verb} ${privilege} ${grant.is_grant === true ? 'to' : 'from'} ${grantee}${option}${scope}`
        facets.set(fact, facet(true, fact))
      }
    }
  }
  return {facets, order: []}
}

function privileges(grant: Node): string[] {
  const list = children(grant, 'privileges')
  if (!list.length) return ['ALL']
  return list.map((item) => {
    const privilege = child(item, 'AccessPriv') ?? {}
    const columns = names(children(privilege, 'cols'))
    return `${(text(privilege, 'priv_name') ?? 'all').toUpperCase()}${columns.length ? ` (${columns.join(', ')})` : ''}`
  })
}

function defaultScope(node: Node): string {
  const parts = children(node, 'options').map((item) => {
    const option = child(item, 'DefElem') ?? {}
    const items = children(child(child(option, 'arg') ?? {}, 'List') ?? {}, 'items')
    if (option.defname === 'schemas') return `in schema ${names(items).join(', ')}`
    const roles = items.map((role) => roleName(child(role, 'RoleSpec') ?? {}))
    return `for role ${roles.join(', ')}`
  })
  return ` on ${text(child(node, 'action') ?? {}, 'objtype')
    ?.replace('OBJECT_', '')
    .toLowerCase()}s ${parts.join(' ')}`
}

const roleName = (role: Node): string =>
  role.roletype === 'ROLESPEC_PUBLIC' ? 'PUBLIC' : (text(role, 'rolename') ?? String(role.roletype))
