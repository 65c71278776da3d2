import type {Step} from '../../plan.ts'
import type {Dependency} from '../dependencies.ts'
import {type Difference, isAltered} from '../difference.ts'
import {forRole, mainOwner, type Schema} from '../entry.ts'
import {partReader} from '../part.ts'
import {identifier} from '../words.ts'
import {type Action, type Change, isGone, noForce} from './action.ts'
import {alter} from './alter/index.ts'
import {type Closure, close, type Side} from './closure.ts'
import {contextMaker} from './contexts.ts'
import {keysOfDetached} from './detached.ts'
import {dropping} from './dropping.ts'
import {type Event, eventsOf} from './events.ts'
import {joiningExclusions} from './exclusion.ts'
import {making} from './making.ts'
import {losingNotNull} from './own-not-null.ts'
import {ownership} from './ownership.ts'
import {isOfRoles, roleSteps} from './role.ts'
import {step} from './step.ts'

export type PlanOptions = {
  /** Whether to take the forms that let others go on reading and writing. Default true. */
  readonly online?: boolean
  /** Whether objects get the owners that are expected. Default false. */
  readonly owners?: boolean
  /** Who runs the plan, and will own what it makes; null where that is not known. */
  readonly user?: string | null
  /** Asked, for the keys of what differs, only where something is dropped, made again, or changes its type. */
  readonly dependencies?: (keys: readonly string[]) => Promise<readonly Dependency[]>
}

/**
 * Steps that turn `actual` into `expected`: first what goes, dependents before what they depend on; then what is new
 * or changes, in the order in which pg_dump would make it; last what was still needed until then.
 */
export async function planSteps(
  actual: Schema,
  expected: Schema,
  differences: readonly Difference[],
  options: PlanOptions = {},
): Promise<Step[]> {
  const {online = true, owners = false, user = null, dependencies = async () => []} = options
  const altered = differences.filter(isAltered)
  if (!altered.length) return []
  const sides = {actual: side(actual), expected: side(expected)}
  const differing = altered.filter((difference) => !isOfRoles(difference))
  const real = [...differing, ...losingNotNull(differing, sides)]
  const context = contextMaker(real, sides, online)
  const actions = new Map<string, Action>()
  const events: Event[] = []
  for (const difference of real) {
    const {key} = difference
    const change = alter(context({...difference, forced: noForce()}))
    actions.set(key, {...difference, does: does(difference, change), forced: noForce()})
    if (isGone(actions.get(key))) events.push({key, column: null, how: 'gone'})
    else if (change && difference.actual.length) events.push(...eventsOf(difference, change))
  }
  for (const key of joiningExclusions(actual, expected)) {
    actions.set(key, {
      key,
      does: 'recreate',
      actual: sides.actual.part(key),
      expected: sides.expected.part(key),
      forced: noForce(),
    })
    events.push({key, column: null, how: 'gone'})
  }
  const left = keysOfDetached(actions, sides)
  const known = events.length ? await dependencies([...actions.keys()]) : []
  const closure = close(actions, events, known, sides.actual, sides.expected)
  const changes = alterations(closure, context)
  const {first, last} = roleSteps(altered.filter(isOfRoles))
  const steps = [
    ...first,
    ...dropping(closure, changes, known, sides.actual, {online, left}),
    ...making(closure, changes, sides, {online, ownerOf: ownership(sides, {owners, user})}),
    ...dropping(closure, changes, known, sides.actual, {online, last: true}),
    ...last,
  ]
  // Functions may name what is made later.
  const needsNoChecks = steps.some(({sql}) => /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) /.test(sql))
  const noChecks = step({kind: 'setting', identity: 'check_function_bodies'}, 'SET check_function_bodies = off')
  const all = (needsNoChecks ? [noChecks, ...steps] : steps).map(forOwner(actual, user))
  return online ? all.map(apart) : all
}

/** Default privileges are for whoever runs the step, unless what is there belongs to another. */
function forOwner(actual: Schema, user: string | null): (one: Step) => Step {
  const owner = mainOwner(actual.entries.values())
  if (owner === null || user === null || owner === user) return (one) => one
  return (one) => ({...one, sql: forRole(one.sql, identifier(owner))})
}

/** Rows are looked at in a transaction of its own: another would go on holding the stronger lock of the step before. */
const apart = (one: Step): Step => (VALIDATES.test(one.sql) ? {...one, transactional: false} : one)

const VALIDATES = /^ALTER TABLE .* VALIDATE CONSTRAINT /

const side = (schema: Schema): Side => ({schema, part: partReader(schema)})

const ALWAYS_SAID: ReadonlySet<string> = new Set(['ACL', 'DEFAULT ACL'])

function does(difference: Difference, change: Change | null): Action['does'] {
  const [main] = difference.expected.length ? difference.expected : difference.actual
  if (main && ALWAYS_SAID.has(main.type)) return 'alter'
  if (!difference.actual.length) return 'create'
  if (!difference.expected.length) return 'drop'
  return change ? 'alter' : 'recreate'
}

/** How each altered object changes, with what it is forced to let go of. */
function alterations({actions}: Closure, context: ReturnType<typeof contextMaker>): Map<string, Change> {
  const changes = new Map<string, Change>()
  for (const action of actions.values()) {
    if (action.does !== 'alter') continue
    const change = alter(context(action))
    if (change) changes.set(action.key, change)
  }
  return changes
}
