import {mendPolicy} from './policy.ts'
import {onPolicy, type PolicyRule, policyRule} from './rule.ts'
import {callsOf, ownColumns} from './tree.ts'

const OF_THE_SERVER =
  /^(nullif|coalesce|now|lower|upper|length|btrim|replace|array_length|cardinality|to_jsonb|jsonb_\w+)$/

/** A call whose result is the same for every row, yet is asked for each. */
const perRow = (tree: Parameters<typeof callsOf>[0], table: string): string | null =>
  callsOf(tree).find(
    ({name, call, depth}) =>
      depth === 0 && !OF_THE_SERVER.test(name) && ownColumns({FuncCall: call}, table).length === 0,
  )?.name ?? null

export const notWrapped: PolicyRule = policyRule(
  'wrapped',
  {
    name: 'policy-not-wrapped',
    group: 'performance',
    title: 'A policy that asks who is there once for every row',
    severity: 'warning',
    why: 'A function in a policy runs for each row that is read; in a sub-select, (SELECT f()), it runs once a query.',
    cure: 'Wrap the call in a sub-select.',
    references: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  },
  (policies) =>
    policies.flatMap((policy) => {
      const bad = policy.clauses.flatMap((clause) => {
        const call = perRow(clause.tree, policy.table)
        return call === null ? [] : [{...clause, call}]
      })
      const [first] = bad
      if (!first) return []
      // What is nothing but the agreed condition, unwrapped, is written anew; the rest is for a person.
      const plain = bad.every(
        ({text}) => policy.tenantColumn !== null && text.includes(policy.tenantColumn) && !/ (AND|OR) /.test(text),
      )
      const cure = plain ? mendPolicy(policy, bad, policies) : null
      return [onPolicy(policy, `calls ${first.call}() for every row; (SELECT ${first.call}(…)) is asked once`, cure)]
    }),
)
