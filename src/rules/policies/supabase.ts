import {onPolicy, type PolicyRule, policyRule} from './rule.ts'
import {literal, walk} from './tree.ts'

export const userMetadata: PolicyRule = policyRule(
  'supabase',
  {
    name: 'policy-reads-user-metadata',
    group: 'supabase',
    set: 'optional',
    title: 'A policy that trusts what users may edit of themselves',
    severity: 'error',
    why: 'user_metadata is written by the user: whoever is signed in can put any tenant or role into it.',
    cure: 'Keep what grants access in app_metadata, or in a table.',
    references: ['https://supabase.com/docs/guides/database/postgres/row-level-security'],
  },
  (policies) =>
    policies.flatMap((policy) => {
      const bad = policy.clauses.find(({tree}) => {
        let found = false
        walk(tree, (kind, body) => {
          if (kind === 'A_Const') found ||= /^(raw_)?user_meta_?data$/.test(literal({A_Const: body}) ?? '')
          if (kind === 'ColumnRef') found ||= JSON.stringify(body).includes('"raw_user_meta_data"')
        })
        return found
      })
      return bad ? [onPolicy(policy, `decides by user_metadata, which the user writes: ${bad.text}`, null)] : []
    }),
)
