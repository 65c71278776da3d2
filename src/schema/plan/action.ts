import type {Step} from '../../plan.ts'
import {kindOf} from '../compare.ts'
import type {Entry, Part} from '../entry.ts'
import {identityOf} from '../identity.ts'
import type {Target} from './step.ts'

/** A step at the place of an entry in the order of the dump. */
export type Placed = {readonly at: string; readonly step: Step}

/** How one object becomes another in place. */
export type Change = {
  /** Among the drops: what must go before the objects go that it needs. */
  readonly early: readonly Placed[]
  /** Among what is made. */
  readonly steps: readonly Placed[]
  /** True where an object of the same name is made and the old one dropped, so that its dependents go too. */
  readonly renewed?: boolean
  /** Parts (constraints, columns) that are dropped and made again: their comments and grants go. */
  readonly remade?: readonly string[]
}

/** Parts of a table that must go, and come again, because what they need goes or is made again. */
export type Forced = {
  readonly defaults: Set<string>
  readonly constraints: Set<string>
  /** Columns whose type (or collation) is made again under the same name. */
  readonly retyped: Set<string>
  /** Generated columns, which must be dropped and added. */
  readonly regenerated: Set<string>
  /** The table it is a partition or a child of is made again. */
  reattached: boolean
  /** The type whose rows it has (CREATE TABLE … OF) is made again. */
  untyped: boolean
}

/** What is to be done about one object. A recreated one is dropped first and made again in its place. */
export type Action = {
  readonly key: string
  readonly does: 'create' | 'drop' | 'recreate' | 'alter'
  readonly actual: Part
  readonly expected: Part
  readonly forced: Forced
}

export const noForce = (): Forced => ({
  defaults: new Set(),
  constraints: new Set(),
  retyped: new Set(),
  regenerated: new Set(),
  reattached: false,
  untyped: false,
})

export const isGone = (action: Action | undefined): boolean => action?.does === 'drop' || action?.does === 'recreate'

export const targetOf = (entry: Entry): Target => ({kind: kindOf(entry), identity: identityOf(entry)})

/** What an action is about, as its steps say it. */
export function targetFor({actual, expected}: Pick<Action, 'actual' | 'expected'>): Target {
  const [main] = expected.length ? expected : actual
  return main ? targetOf(main) : {kind: '', identity: ''}
}
