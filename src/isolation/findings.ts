import type {Finding} from '../finding.ts'
import type {Cell} from './probe.ts'
import type {Leak, Proof, Unproven} from './proof.ts'

const RULES: Readonly<Record<Cell, {readonly rule: string; readonly can: string; readonly cure: string}>> = {
  read: {
    rule: 'leak-read',
    can: 'shows rows of another tenant',
    cure: 'a policy whose USING compares the tenant column with who is signed in; for views security_invoker = true; for definer functions the same condition in their bodies',
  },
  insert: {
    rule: 'leak-insert',
    can: 'takes rows of another tenant',
    cure: 'a WITH CHECK on the tenant column in every permissive policy for INSERT',
  },
  update: {
    rule: 'leak-update',
    can: 'lets rows of another tenant be changed',
    cure: 'the tenant column in USING of every permissive policy for UPDATE: those for SELECT do not help where no column is read',
  },
  delete: {
    rule: 'leak-delete',
    can: 'lets rows of another tenant be deleted',
    cure: 'the tenant column in USING of every permissive policy for DELETE: those for SELECT do not help where no column is read',
  },
  truncate: {
    rule: 'leak-truncate',
    can: 'lets row security be gone past',
    cure: 'REVOKE TRUNCATE, and let another role own the table',
  },
  move: {
    rule: 'leak-move',
    can: 'lets rows move from one tenant to another',
    cure: 'the tenant column in both USING and WITH CHECK of every permissive policy for UPDATE',
  },
  refer: {
    rule: 'leak-reference',
    can: 'lets rows refer to those of another tenant',
    cure: 'a foreign key that has the tenant column on both sides',
  },
  unique: {
    rule: 'leak-unique',
    can: 'tells that another tenant has a value',
    cure: 'a unique index that begins with the tenant column',
  },
}
const SEQUENCE = {
  rule: 'leak-sequence',
  can: 'can be set back, so that the next INSERT of every tenant fails',
  cure: 'REVOKE UPDATE ON SEQUENCE; USAGE is enough to insert',
}

const REACH = {
  rule: 'leak-reach',
  can: 'leads into the schema of another tenant',
  cure: 'name no other tenant: let search_path say whose a schema is, and let each have keys, sequences and functions of its own',
}

export const PROVE_RULES: readonly string[] = [
  ...Object.values(RULES).map(({rule}) => rule),
  SEQUENCE.rule,
  REACH.rule,
  'isolation-unproven',
  'isolation-nothing-proven',
  'isolation-by-application',
]

/** Leaks as errors, what was not proven as warnings; where that is all, as an error too. */
export const proofFindings = ({leaks, unproven, matrix, schemas}: Proof): Finding[] => [
  ...(schemas?.separatedBy === 'application' ? [byApplication(schemas.roles)] : []),
  ...leaks.map(leakFinding),
  ...unproven.map(unprovenFinding),
  ...(leaks.length === 0 && !matrix.some(({cells}) => Object.values(cells).includes('ok')) ? [NOTHING_PROVEN] : []),
]

/** No leak was found, but nobody got anything at all: most likely the sign-in is not the application's. */
const NOTHING_PROVEN: Finding = {
  rule: 'isolation-nothing-proven',
  severity: 'error',
  object: null,
  file: null,
  line: null,
  message: 'nothing was proven: not even the owner of a row reaches it',
  cure: 'isolation.setting or isolation.sign-in in the config has to sign in as the application does, and isolation.role be its role',
  sql: null,
}

/** What one role may do in every schema cannot be a leak: it is how such a project is built, and has to be known. */
const byApplication = (roles: readonly string[]): Finding => ({
  rule: 'isolation-by-application',
  severity: 'info',
  object: {kind: 'role', identity: roles.join(', ')},
  file: null,
  line: null,
  message: `tenants are not separated by PostgreSQL: ${roles.join(', ')} may read and write every tenant's schema, and the application's search_path alone keeps them apart`,
  cure: 'a role per tenant, which the application becomes by SET ROLE, and isolation.role: "{schema}" in the config',
  sql: null,
  key: roles.join(', '),
})

export function leakFinding({kind, identity, cell, ways, reach}: Leak): Finding {
  const {rule, can, cure} = reach ? REACH : kind === 'sequence' ? SEQUENCE : RULES[cell]
  const [first] = ways
  const states = [...new Set(ways.map(({state}) => state))]
  const commands = [...new Set(ways.map(({command}) => command))]
  const also = [
    commands.length > 1 ? `also by ${some(commands.slice(1), 3)}` : '',
    states.length > 1 ? `also ${some(states.slice(1), 3)}` : '',
  ].filter((text) => text !== '')
  return {
    rule,
    severity: kind === 'sequence' ? 'warning' : 'error',
    object: {kind, identity},
    file: null,
    line: null,
    message: `${identity} ${can}: ${first?.command}, ${first?.state}: ${first?.why}${also.length > 0 ? ` (${also.join('; ')})` : ''}`,
    cure,
    sql: null,
    key: `${identity} ${cell}`,
  }
}

const some = (list: readonly string[], most: number): string =>
  `${list.slice(0, most).join(', ')}${list.length > most ? ` and ${list.length - most} more` : ''}`

const unprovenFinding = ({kind, identity, reason}: Unproven): Finding => ({
  rule: 'isolation-unproven',
  severity: 'warning',
  object: {kind, identity},
  file: null,
  line: null,
  message: `${identity} is not proven: ${reason}`,
  cure: null,
  sql: null,
  key: identity,
})
