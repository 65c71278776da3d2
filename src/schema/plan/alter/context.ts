import type {Part} from '../../entry.ts'
import {type Facets, facetsOf} from '../../facets/index.ts'
import type {Sourced} from '../../statements.ts'
import {statementsOf} from '../../statements.ts'
import type {Change, Forced, Placed} from '../action.ts'
import {type StepOptions, step, type Target} from '../step.ts'
import type {Parent} from './inherited.ts'

/** What a file of this folder gets: one object on both sides. */
export type Context = {
  readonly key: string
  readonly target: Target
  readonly actual: Part
  readonly expected: Part
  readonly online: boolean
  readonly forced: Forced
  /** Whether it is on a partition that leaves the table it is of, with what it has. */
  readonly detached: boolean
  /** The table's parents that are altered too, before it. */
  readonly parents: readonly Parent[]
  /** Columns and constraints that both sides inherit, whatever else one of them says. */
  readonly onlyLocal: readonly string[]
  readonly identity: (column: string) => string | undefined
  /** Looks up another object, by its key. */
  readonly partOf: {readonly actual: (key: string) => Part; readonly expected: (key: string) => Part}
}

/** Alters one kind of object in place; null where it must be dropped and made again. */
export type Alter = (context: Context) => Change | null

export const place = ({key, target}: Context, sql: string, options: StepOptions = {}): Placed => ({
  at: key,
  step: step(target, sql, options),
})

/** A change of statements alone, at the object's own place. */
export const inPlace = (context: Context, sql: readonly string[], options: StepOptions = {}): Change => ({
  early: [],
  steps: sql.map((statement) => place(context, statement, options)),
})

export const both = ({actual, expected}: Context): [Sourced[], Sourced[]] => [
  statementsOf(actual),
  statementsOf(expected),
]

/** The labels of what differs. */
export function differing({actual, expected}: Context): string[] {
  const [from, to] = [actual, expected].map((part): Facets['facets'] => facetsOf(part, {owners: false}).facets)
  if (!from || !to) return []
  return [...new Set([...from.keys(), ...to.keys()])].filter((label) => from.get(label)?.print !== to.get(label)?.print)
}

/** Whether the statements of that kind mean the same on both sides. */
export const differsOnlyIn = (context: Context, labels: readonly string[]): boolean =>
  differing(context).every((label) => labels.includes(label))
