import {classify, type Verdict} from './classify.ts'
import {alterPolicy, type Clause, mendPolicy, type Policy} from './policy.ts'
import {onPolicy, type PolicyRule, policyRule} from './rule.ts'

type Judged = Clause & {readonly verdict: Verdict}

/** A rule that finds permissive policies with a clause of such a verdict, unless a restrictive policy holds them. */
const scopeRule = (
  said: Parameters<typeof policyRule>[1],
  verdict: Verdict,
  message: (clauses: string, tenantColumn: string) => string,
): PolicyRule =>
  policyRule(
    'scope',
    {...said, params: verdict === 'true' ? [] : [{name: 'tenant_column', required: true}]},
    (policies) =>
      policies.flatMap((policy) => {
        if (!policy.permissive || !policy.forApplication || isGuarded(policy, policies)) return []
        // What everyone may read is a choice where there are no tenants, and nothing else can be said there.
        if (policy.tenantColumn === null && (verdict !== 'true' || policy.command === 'r')) return []
        const bad = judged(policy).filter((clause) => clause.verdict === verdict)
        if (bad.length === 0) return []
        const text = bad.map(({name, text}) => `${name} (${text})`).join(' ')
        const narrow = verdict === 'row' || verdict === 'caller' || verdict === 'other'
        const cure = narrow
          ? alterPolicy(
              policy,
              bad.map(({name, text}) => ({name, sql: policy.test === null ? null : `(${text}) AND ${policy.test}`})),
            )
          : mendPolicy(policy, bad, policies)
        return [onPolicy(policy, message(text, policy.tenantColumn ?? ''), cure)]
      }),
  )

const judged = (policy: Policy): readonly Judged[] =>
  policy.clauses.map((clause) => ({
    ...clause,
    verdict: classify(clause.tree, {table: policy.table, tenantColumn: policy.tenantColumn ?? ''}),
  }))

/** Whether a restrictive policy on the tenant column holds whatever this one admits. */
const isGuarded = (policy: Policy, policies: readonly Policy[]): boolean =>
  policies.some(
    (guard) =>
      !guard.permissive &&
      guard.relation === policy.relation &&
      (guard.command === '*' || guard.command === policy.command) &&
      (guard.roles.includes('0') || policy.roles.every((role) => guard.roles.includes(role))) &&
      guard.clauses.length > 0 &&
      judged(guard).every(({verdict}) => verdict === 'tenant' || verdict === 'false'),
  )

export const SCOPE_RULES: readonly PolicyRule[] = [
  scopeRule(
    {
      name: 'policy-always-true',
      title: 'A policy that admits every row',
      severity: 'error',
      why: 'Permissive policies are joined by OR: one that is always true makes the others meaningless.',
      cure: 'Give the policy a condition on the tenant column, or drop it.',
    },
    'true',
    (clauses) => `the policy admits every row: ${clauses}`,
  ),
  scopeRule(
    {
      name: 'policy-without-tenant-column',
      title: 'A policy that does not look at the tenant column',
      severity: 'error',
      why: 'Whoever fulfils its condition reaches the rows of every tenant.',
      cure: 'Add a condition on the tenant column, or make the policy restrictive beside one that has it.',
    },
    'row',
    (clauses, column) =>
      `${clauses} does not tie the row's ${column} to who asks: whoever fulfils it reaches every tenant`,
  ),
  scopeRule(
    {
      name: 'policy-by-another-column',
      title: 'A policy that says whose a row is by another column than the tenant',
      severity: 'warning',
      set: 'strict',
      why: 'Who is in two tenants, or is put into another row by mistake, reaches across them; the tenant column is what is agreed on.',
      cure: 'Add a condition on the tenant column.',
    },
    'other',
    (clauses, column) => `${clauses} ties the row to who asks, but not by ${column}`,
  ),
  scopeRule(
    {
      name: 'policy-fails-open',
      title: 'A policy that admits every row while nobody has signed in',
      severity: 'error',
      why: 'A setting that was never set, or was emptied by a connection pool, then shows the rows of every tenant.',
      cure: 'Compare the tenant column with the setting alone: what is unset has to match nothing.',
    },
    'open',
    (clauses) => `admits every row while the tenant is not set: ${clauses}`,
  ),
  scopeRule(
    {
      name: 'policy-literal-tenant',
      title: 'A policy with a tenant written into it',
      severity: 'warning',
      why: 'Everyone reaches the rows of that tenant, whoever it is: often a leftover of a test.',
      cure: 'Compare the tenant column with the setting; keep rows for all in a table without tenants.',
    },
    'literal',
    (clauses, column) => `${column} is compared with a constant: everyone reaches that tenant's rows: ${clauses}`,
  ),
  scopeRule(
    {
      name: 'policy-tenant-pattern',
      title: 'A policy that compares the tenant by anything but equality',
      severity: 'error',
      why: 'A prefix, a pattern or an inequality also holds for other tenants, whose names only look alike.',
      cure: 'Compare the whole value with =.',
    },
    'pattern',
    (clauses, column) => `${column} is not compared by equality, so other tenants may match: ${clauses}`,
  ),
  scopeRule(
    {
      name: 'policy-for-some-callers',
      title: 'A policy that opens every tenant to some callers',
      severity: 'warning',
      set: 'strict',
      why: 'A setting can be set by whoever holds the connection; what such a condition protects is only as closed as it.',
      cure: 'Give those callers a role of their own, and that role a policy.',
    },
    'caller',
    (clauses) => `depends on the caller alone, who then reaches every tenant: ${clauses}`,
  ),
]
