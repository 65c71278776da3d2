import type {Step} from '../../plan.ts'
import type {Entry} from '../entry.ts'
import {keyOf} from '../entry.ts'
import type {Sides} from './contexts.ts'
import {ownedSequences, ownerSql} from './owner.ts'
import {step, type Target} from './step.ts'

/** Steps that give an object to its owner: one that is made, or one that is there. */
export type OwnerOf = {
  readonly made: (target: Target, entry: Entry) => Step[]
  readonly altered: (target: Target, entry: Entry | undefined) => Step[]
}

/**
 * Who owns what. With `owners` that is as expected; else what is made again goes to whom it belonged before, for its
 * rights may depend on him (views, functions with SECURITY DEFINER).
 */
export function ownership(
  {actual, expected}: Sides,
  {owners, user}: {readonly owners: boolean; readonly user: string | null},
): OwnerOf {
  const owned = ownedSequences(expected.schema.entries.values())
  const give = (target: Target, entry: Entry, owner: string | null): Step[] =>
    ownerSql(entry, owner, owned).map((sql) =>
      step(target, sql, {lock: LOCKED.has(entry.type) ? 'ACCESS EXCLUSIVE' : null}),
    )
  return {
    made: (target, entry) => {
      const before = actual.schema.entries.get(keyOf(entry))?.owner ?? null
      const owner = owners ? entry.owner : before
      if (owner === user || (!owners && user === null)) return []
      return give(target, entry, owner)
    },
    altered: (target, entry) => {
      if (!owners || !entry) return []
      const before = actual.schema.entries.get(keyOf(entry))
      return before && before.owner !== entry.owner ? give(target, entry, entry.owner) : []
    },
  }
}

const LOCKED: ReadonlySet<string> = new Set(['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'FOREIGN TABLE', 'SEQUENCE'])
