import type {Step} from '../../plan.ts'
import type {Dependency} from '../dependencies.ts'
import {type Difference, type Part, partsOf} from '../difference.ts'
import type {Entry, Schema} from '../entry.ts'
import {subjectsOf} from '../subject.ts'
import {type Action, actionOf, targetOf, withDependents} from './actions.ts'
import {createSteps} from './create.ts'
import {dropSql} from './drop.ts'
import {hazard, step} from './step.ts'
import {tableKeyOf} from './table-key.ts'

export type PlanOptions = {
  /** Whether to take the forms that let others go on reading and writing. Default true. */
  readonly online?: boolean
  /** Asked only where something is dropped, made again, or changes its type. */
  readonly dependencies?: () => Promise<readonly Dependency[]>
}

const HOLDS_ROWS = new Set(['TABLE', 'MATERIALIZED VIEW', 'SEQUENCE', 'SCHEMA'])

/**
 * Steps that turn `actual` into `expected`: first what goes, dependents before what they depend on; then what is new
 * or changes, in the order in which pg_dump would make it.
 */
export async function planSteps(
  actual: Schema,
  expected: Schema,
  differences: readonly Difference[],
  options: PlanOptions = {},
): Promise<Step[]> {
  const {online = true, dependencies = async () => []} = options
  const direct = differences.flatMap((difference) => actionOf(difference, online) ?? [])
  const disturbs = direct.some(({does, disturbed}) => does === 'drop' || does === 'recreate' || disturbed.length > 0)
  const actions = disturbs ? withDependents(direct, await dependencies(), actual, expected) : direct
  const gone = new Set(actions.filter(({does}) => does === 'drop' || does === 'recreate').map(({key}) => key))
  const remade = new Set(actions.filter(({does}) => does === 'recreate').map(({key}) => key))

  const drops = inOrder(
    actual,
    actions.filter(({key}) => gone.has(key)),
  ).reverse()
  const again = lostWith(expected, remade, new Set(actions.map(({key}) => key)))
  const makes = inOrder(expected, [...actions.filter(({does}) => does !== 'drop'), ...again])
  const parts = partsOf(expected, new Set(makes.map(({key}) => key)))
  const made = new Set(makes.filter(({does}) => does === 'create' || does === 'recreate').map(({key}) => key))

  const steps = [
    ...drops.flatMap((action) => dropSteps(action, actual.entries.get(action.key), gone)),
    ...makes.flatMap(({first}) => first),
    ...makes.flatMap((action) => makeSteps(action, parts.get(action.key) ?? [], made, online)),
  ]
  // Functions may name what is made later.
  const needsNoChecks = makes.some(({target}) => target.kind === 'function' || target.kind === 'procedure')
  return needsNoChecks
    ? [step({kind: 'setting', identity: 'check_function_bodies'}, 'SET check_function_bodies = off'), ...steps]
    : steps
}

function inOrder(schema: Schema, actions: readonly Action[]): Action[] {
  const order = new Map([...schema.entries.keys()].map((key, index) => [key, index]))
  return [...actions].sort(
    (a, b) => (order.get(a.key) ?? Number.MAX_SAFE_INTEGER) - (order.get(b.key) ?? Number.MAX_SAFE_INTEGER),
  )
}

/** Comments and grants go with the object that is dropped to be made again. */
function lostWith(expected: Schema, remade: ReadonlySet<string>, planned: ReadonlySet<string>): Action[] {
  if (!remade.size) return []
  return [...expected.entries].flatMap(([key, entry]) =>
    !planned.has(key) && subjectsOf(entry).some((subject) => remade.has(subject))
      ? [{key, target: targetOf(entry), does: 'create' as const, first: [], steps: [], disturbed: []}]
      : [],
  )
}

function dropSteps({target, does}: Action, entry: Entry | undefined, gone: ReadonlySet<string>): Step[] {
  if (!entry) return []
  const takenAlong = [...subjectsOf(entry), ...tableKeyOf(entry)]
  if (takenAlong.some((key) => gone.has(key))) return []
  const loses = does === 'drop' && HOLDS_ROWS.has(entry.type)
  const hazards = loses
    ? [hazard('data-loss', `${target.kind} ${target.identity} is dropped, with all that it holds`)]
    : []
  const lock =
    entry.type === 'INDEX' || entry.type.endsWith('CONSTRAINT') || entry.type === 'TABLE' ? 'ACCESS EXCLUSIVE' : null
  return dropSql(entry).map((sql) => step(target, sql, {hazards, lock}))
}

function makeSteps(action: Action, part: Part, made: ReadonlySet<string>, online: boolean): Step[] {
  if (action.does === 'alter') return [...action.steps]
  const onExistingTable = !part.flatMap(tableKeyOf).some((key) => made.has(key))
  return createSteps(action.target, part, {onExistingTable, online})
}
