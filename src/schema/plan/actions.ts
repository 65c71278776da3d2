import type {Step} from '../../plan.ts'
import {kindOf} from '../compare.ts'
import type {Dependency} from '../dependencies.ts'
import type {Difference} from '../difference.ts'
import type {Entry, Schema} from '../entry.ts'
import {identityOf} from '../identity.ts'
import {alter} from './alter/index.ts'
import type {Target} from './step.ts'

/** What is to be done about one object. A recreated one is dropped first and made again in its place. */
export type Action = {
  readonly key: string
  readonly target: Target
  readonly does: 'create' | 'drop' | 'recreate' | 'alter'
  readonly first: readonly Step[]
  readonly steps: readonly Step[]
  readonly disturbed: readonly string[]
}

/** Types that PostgreSQL itself rebuilds when the type of a column changes. */
const REBUILT = new Set(['INDEX', 'CONSTRAINT', 'CHECK CONSTRAINT', 'FK CONSTRAINT', 'STATISTICS', 'SEQUENCE'])
/** Objects that hold rows, or other objects: never dropped only to be made again. */
const KEPT = new Set(['TABLE', 'FOREIGN TABLE', 'SCHEMA', 'EXTENSION', 'SEQUENCE'])

export const targetOf = (entry: Entry): Target => ({kind: kindOf(entry), identity: identityOf(entry)})

export function actionOf(difference: Difference, online: boolean): Action | null {
  const {key, actual, expected, details} = difference
  const [main] = expected.length ? expected : actual
  if (!main || !details.real.length) return null
  const target = targetOf(main)
  const nothing = {first: [], steps: [], disturbed: []}
  const isAcl = main.type === 'ACL' || main.type === 'DEFAULT ACL'
  if (!isAcl && !actual.length) return {key, target, does: 'create', ...nothing}
  if (!isAcl && !expected.length) return {key, target, does: 'drop', ...nothing}
  const change = alter(target, difference, online)
  return change ? {key, target, does: 'alter', ...change} : {key, target, does: 'recreate', ...nothing}
}

/** Adds to the actions what must be dropped and made again because it depends on something that goes or changes. */
export function withDependents(
  actions: readonly Action[],
  dependencies: readonly Dependency[],
  actual: Schema,
  expected: Schema,
): Action[] {
  const all = new Map(actions.map((action) => [action.key, action]))
  const goes = (key: string): boolean => {
    const does = all.get(key)?.does
    return does === 'drop' || does === 'recreate'
  }
  for (let grown = true; grown; ) {
    grown = false
    for (const {dependent, referenced, column} of dependencies) {
      if (goes(dependent)) continue
      const [found, wanted] = [actual.entries.get(dependent), expected.entries.get(dependent)]
      if (!found || !wanted || KEPT.has(found.type)) continue
      const disturbed = column !== null && (all.get(referenced)?.disturbed.includes(column) ?? false)
      if (!goes(referenced) && !(disturbed && !REBUILT.has(found.type))) continue
      all.set(dependent, {
        key: dependent,
        target: targetOf(wanted),
        does: 'recreate',
        first: [],
        steps: [],
        disturbed: [],
      })
      grown = true
    }
  }
  return [...all.values()]
}
