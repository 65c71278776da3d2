import type {RuleHeader, RuleRow} from '../rule.ts'
import type {Policy} from './policy.ts'

/** What the project has declared, as far as it has. */
export type Contract = {readonly setting: string | null}

/** A rule that reads the trees of policies: the same header as that of a query, and a function instead of it. */
export type PolicyRule = RuleHeader & {
  readonly kind: 'policy'
  readonly find: (policies: readonly Policy[], contract: Contract) => readonly RuleRow[]
}

const ROW_SECURITY = 'https://www.postgresql.org/docs/current/ddl-rowsecurity.html'

type Said = Pick<RuleHeader, 'name' | 'title' | 'severity' | 'why' | 'cure'> &
  Partial<Pick<RuleHeader, 'group' | 'set' | 'references' | 'params'>>

/** A rule with what most of them have in common. */
export const policyRule = (file: string, said: Said, find: PolicyRule['find']): PolicyRule => ({
  kind: 'policy',
  group: 'isolation',
  set: 'recommended',
  since: 0,
  references: [ROW_SECURITY],
  params: [],
  file: `src/rules/policies/${file}.ts`,
  ...said,
  find,
})

/** A finding on a policy. */
export const onPolicy = ({identity, key}: Policy, message: string, cure: string | null): RuleRow => ({
  object_kind: 'policy',
  object_identity: identity,
  message,
  cure_sql: cure,
  key,
})
