import type pg from 'pg'
import type {Finding} from '../../finding.ts'
import type {Access} from './access.ts'
import {type AccessDifference, accessDifferences} from './differences.ts'
import {accessGroups} from './groups.ts'

/** A finding for each way in which schemas' grants are not what is declared. The SQL mends all of them. */
export async function accessFindings(
  client: pg.Client,
  schemas: readonly string[],
  access: readonly Access[],
): Promise<readonly Finding[]> {
  const found = await accessDifferences(client, schemas, access)
  return accessGroups(found).map(
    ({schemas: [first = '', ...others], differences, statements}): Finding => ({
      file: null,
      line: null,
      rule: 'tenant-access',
      severity: 'error',
      object: {kind: 'schema', identity: others.length > 0 ? `${first} and ${others.length} more` : first},
      message: summary(differences),
      cure: 'pgplumb tenant grant mends it, in all of them; pgplumb tenant grant --dry-run shows how',
      sql: statements.join('\n'),
    }),
  )
}

/** Role by role, the first that differs: a schema may have hundreds of tables. */
function summary(differences: readonly AccessDifference[]): string {
  const roles = new Map<string, AccessDifference[]>()
  for (const one of differences) roles.set(one.role, [...(roles.get(one.role) ?? []), one])
  return [...roles].map(([role, all]) => `${role} ${how(all)}`).join('; ')
}

function how(differences: readonly AccessDifference[]): string {
  const lacks = differences.some(({missing}) => missing.length > 0)
  const has = differences.some(({extra}) => extra.length > 0)
  const [first] = differences
  const where = first?.object ?? (first?.kind === 'schema' ? 'the schema' : first?.kind)
  const more = differences.length > 1 ? ` and ${differences.length - 1} more` : ''
  return `${[...(lacks ? ['lacks privileges'] : []), ...(has ? ['has undeclared ones'] : [])].join(' and ')}: ${where}${more}`
}
