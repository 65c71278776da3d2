import type {RangeVar} from 'libpg-query'
import type {Policy} from './policy.ts'
import {onPolicy, type PolicyRule, policyRule} from './rule.ts'
import {walk} from './tree.ts'

const own = ({schema, table}: Policy): string => `${schema}.${table}`

/** The tables that a policy's sub-selects read. */
const tablesRead = ({clauses}: Policy): string[] =>
  clauses.flatMap(({tree}) => {
    const found: string[] = []
    walk(tree, (kind, body) => {
      const {schemaname, relname} = body as RangeVar
      if (kind === 'RangeVar' && schemaname && relname) found.push(`${schemaname}.${relname}`)
    })
    return found
  })

/** The policy's own table, if reading what it reads leads back to it. */
function leadsBack(policy: Policy, reads: ReadonlyMap<string, readonly string[]>): string[] | null {
  const queue = tablesRead(policy).map((table) => [table])
  const seen = new Set<string>()
  for (const path of queue) {
    const table = path.at(-1) ?? ''
    if (table === own(policy)) return path
    if (seen.has(table)) continue
    seen.add(table)
    for (const next of reads.get(table) ?? []) queue.push([...path, next])
  }
  return null
}

export const policyRecursion: PolicyRule = policyRule(
  'recursion',
  {
    name: 'policy-recursion',
    title: 'A policy that reads its own table',
    severity: 'error',
    why: 'The sub-select is under row security itself: the server refuses every query with "infinite recursion detected".',
    cure: 'Read the other rows in a security-definer function with a pinned search_path.',
  },
  (policies) => {
    const reads = new Map<string, string[]>()
    for (const policy of policies) reads.set(own(policy), [...(reads.get(own(policy)) ?? []), ...tablesRead(policy)])
    return policies.flatMap((policy) => {
      const path = leadsBack(policy, reads)
      if (!path) return []
      const way = path.length > 1 ? `, by way of ${path.slice(0, -1).join(', ')}` : ''
      return [onPolicy(policy, `reads ${policy.relation} itself${way}: every query ends in infinite recursion`, null)]
    })
  },
)
