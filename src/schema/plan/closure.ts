import type {Dependency} from '../dependencies.ts'
import type {Part, Schema} from '../entry.ts'
import {statementsOf} from '../statements.ts'
import type {Column} from '../table/model.ts'
import {readTable} from '../table/read.ts'
import {type Action, isGone, noForce} from './action.ts'
import {columnEvents, type Event} from './events.ts'
import {isTable, KEPT, REBUILT, RENAMED} from './kinds.ts'
import {isPartitionKey} from './partition-key.ts'
import {fitsInOrder, rowTypeOf, withAttributes} from './typed.ts'

export type Side = {readonly schema: Schema; readonly part: (key: string) => Part}

export type Closure = {
  readonly actions: ReadonlyMap<string, Action>
  /** Objects that something altered in place still needs: they are dropped last. */
  readonly late: ReadonlySet<string>
  /** Types made again while columns have them: the old one is renamed, and dropped last. */
  readonly renamed: ReadonlySet<string>
  /** Sequences that go with the column that owns them. */
  readonly taken: ReadonlySet<string>
}

/**
 * Adds what must be dropped and made again, or let go of for a while, because of what happens to something it depends
 * on, and finds what can only be dropped once its dependents have been altered.
 */
export function close(
  actions: Map<string, Action>,
  initial: readonly Event[],
  dependencies: readonly Dependency[],
  actual: Side,
  expected: Side,
): Closure {
  const byReferenced = group(dependencies, ({referenced}) => referenced)
  const [late, renamed] = [new Set<string>(), new Set<string>()]
  const taken = new Set<string>()
  const columns = new Map<string, ReadonlyMap<string, Column>>()
  const [queue, seen] = [[...initial], new Set<string>()]

  const columnOf = (key: string, name: string): Column | undefined => {
    const known = columns.get(key) ?? readTable(statementsOf(actual.part(key))).columns
    columns.set(key, known)
    return known.get(name)
  }
  const actionOn = (key: string, does: 'alter' | 'recreate'): Action => {
    const known = actions.get(key) ?? {
      key,
      does,
      actual: actual.part(key),
      expected: expected.part(key),
      forced: noForce(),
    }
    const wanted = does === 'recreate' ? {...known, does} : known
    actions.set(key, wanted)
    return wanted
  }
  /** The column's type has the same name on both sides, though what has that name is another. */
  const keepsType = (key: string, name: string): boolean => {
    const wanted = readTable(statementsOf(expected.part(key))).columns.get(name)
    return wanted !== undefined && columnOf(key, name)?.type.print === wanted.type.print
  }
  const drops = (key: string): boolean => actions.get(key)?.does === 'drop'

  const recreate = (key: string): void => {
    actionOn(key, 'recreate')
    queue.push({key, column: null, how: 'gone'})
  }

  /** A table, or a domain's constraint: it stays, but lets go. */
  const release = (event: Event, {dependent, part}: Dependency): void => {
    if (part?.kind === 'default' && columnOf(dependent, part.name)?.generated) {
      actionOn(dependent, 'alter').forced.regenerated.add(part.name)
      queue.push({key: dependent, column: part.name, how: 'dropped'})
    } else if (event.how !== 'gone') return
    else if (part?.kind === 'constraint') actionOn(dependent, 'alter').forced.constraints.add(part.name)
    else if (part?.kind === 'default') actionOn(dependent, 'alter').forced.defaults.add(part.name)
    else if (drops(event.key) && !(part?.kind === 'column' && keepsType(dependent, part.name))) late.add(event.key)
    else if (part?.kind === 'column' && isPartitionKey(expected.part(dependent), part.name)) recreate(dependent)
    else if (part?.kind === 'column') {
      renamed.add(event.key)
      actionOn(dependent, 'alter').forced.retyped.add(part.name)
      queue.push({key: dependent, column: part.name, how: 'retyped'})
    } else if (dependent.startsWith('FOREIGN TABLE\n') && event.key.startsWith('SERVER\n')) recreate(dependent)
    else if (rowTypeOf(actual.part(dependent)) === event.key) untype(dependent)
    else actionOn(dependent, 'alter').forced.reattached = true
  }

  /** A typed table becomes a plain one while its type is made again, and is altered as such. */
  const untype = (key: string): void => {
    const [from, to] = [actual, expected].map(({part}) => withAttributes(part(key), part))
    if (from && to && fitsInOrder(from, to)) {
      actionOn(key, 'alter').forced.untyped = true
      queue.push(...columnEvents(key, from, to))
    } else recreate(key)
  }

  const notice = (event: Event, dependency: Dependency): void => {
    const {dependent, part, referenced} = dependency
    const known = actions.get(dependent)
    if (event.how === 'dropped' && dependent.startsWith('SEQUENCE\n')) taken.add(dependent)
    if (isGone(known) || known?.does === 'create') return
    const found = actual.schema.entries.get(dependent)
    if (!found || !expected.schema.entries.has(dependent)) return
    if (dependent === referenced && part?.kind !== 'default') return
    if (isTable(found) || (found.type === 'DOMAIN' && part !== null)) release(event, dependency)
    else if (found.type === 'SEQUENCE' && event.how === 'dropped' && !known) actionOn(dependent, 'recreate')
    else if (KEPT.has(found.type)) {
      if (event.how === 'gone' && drops(event.key)) late.add(event.key)
    } else if (REBUILT[event.how].has(found.type) && !(event.how === 'retyped' && known)) {
      // PostgreSQL does it. One that is another for the new type (`state = 'open'::text`) need not fit both.
    } else if (known && event.how === 'gone' && drops(event.key)) late.add(event.key)
    else recreate(dependent)
  }

  for (let event = queue.pop(); event; event = queue.pop()) {
    const id = JSON.stringify(event)
    if (seen.has(id)) continue
    seen.add(id)
    for (const dependency of byReferenced.get(event.key) ?? []) {
      const inherits = event.column !== null && dependency.column === null && dependency.part === null
      if (inherits && isTable(actual.schema.entries.get(dependency.dependent)))
        queue.push({...event, key: dependency.dependent})
      else if (event.column === null || event.column === dependency.column) notice(event, dependency)
    }
  }
  delay(late, renamed, actions, dependencies, actual)
  for (const key of late)
    if (RENAMED.has(actual.schema.entries.get(key)?.type ?? '') && clashes(key, expected)) renamed.add(key)
  return {actions, late, renamed, taken}
}

const RENAMABLE: ReadonlySet<string> = new Set([...RENAMED, 'FUNCTION'])

/** What one that is dropped late needs is dropped later still. */
function delay(
  late: Set<string>,
  renamed: Set<string>,
  actions: ReadonlyMap<string, Action>,
  dependencies: readonly Dependency[],
  {schema}: Side,
): void {
  if (!late.size && !renamed.size) return
  const byDependent = group(dependencies, ({dependent}) => dependent)
  const queue = [...late, ...renamed]
  for (let key = queue.pop(); key !== undefined; key = queue.pop())
    for (const {referenced} of byDependent.get(key) ?? [])
      if (!late.has(referenced) && !renamed.has(referenced)) {
        const does = actions.get(referenced)?.does
        const renames = does === 'recreate' && RENAMABLE.has(schema.entries.get(referenced)?.type ?? '')
        if (does !== 'drop' && !renames) continue
        const delayed = renames ? renamed : late
        delayed.add(referenced)
        queue.push(referenced)
      }
}

const NAMESPACE = ['TYPE', 'DOMAIN', 'TABLE', 'FOREIGN TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SEQUENCE', 'COLLATION']

/** Whether `expected` makes something of the same name. */
const clashes = (key: string, {schema}: Side): boolean => {
  const name = key.slice(key.indexOf('\n'))
  return NAMESPACE.some((type) => schema.entries.has(`${type}${name}`))
}

export function group<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = by(item)
    const members = groups.get(key)
    if (members) members.push(item)
    else groups.set(key, [item])
  }
  return groups
}
