import type {Step} from '../../plan.ts'
import type {Dependency} from '../dependencies.ts'
import {type Entry, keyOf} from '../entry.ts'
import {subjectsOf} from '../subject.ts'
import {type Action, type Change, isGone, type Placed, targetFor} from './action.ts'
import {awayName, renameAway} from './away.ts'
import {type Closure, group, type Side} from './closure.ts'
import {dropSql} from './drop.ts'
import {HOLDS_ROWS} from './kinds.ts'
import {hazard, step} from './step.ts'
import {tableKeyOf} from './table-key.ts'

export type DroppingOptions = {
  readonly online: boolean
  /** What a partition that leaves would keep. */
  readonly left?: readonly Placed[]
  readonly last?: boolean
}

/** What goes, in the reverse order of the dump. `last`: what can only go once its dependents have been altered. */
export function dropping(
  closure: Closure,
  changes: ReadonlyMap<string, Change>,
  dependencies: readonly Dependency[],
  actual: Side,
  {online, left = [], last = false}: DroppingOptions,
): Step[] {
  const {actions, late, renamed} = closure
  const needs = group(dependencies, ({dependent}) => dependent)
  const withType = inputFunctions(actions, needs)
  const leaving = new Set(
    [...changes.values()].flatMap(({early}) =>
      early.flatMap(({at}) => (at.startsWith('TABLE ATTACH\n') ? [at.replace(/^TABLE ATTACH/, 'TABLE')] : [])),
    ),
  )
  const stays = (entry: Entry): boolean => tableKeyOf(entry).some((table) => leaving.has(table))
  const placed: Placed[] = last ? [] : [...[...changes.values()].flatMap(({early}) => early), ...left]
  for (const action of actions.values()) {
    const {key} = action
    // An INVALID index is no entry of its own, but may be all that there is.
    const entry = actual.schema.entries.get(key) ?? action.actual.find(({type}) => type === 'INVALID INDEX')
    if (!isGone(action) || !entry) continue
    if (renamed.has(key) && !last) placed.push(...renameAway(action, entry).map((one) => ({at: key, step: one})))
    if ((late.has(key) || renamed.has(key)) !== last) continue
    if (closure.taken.has(key) || withType.has(key) || isTakenAlong(entry, actions, needs.get(key) ?? [], stays))
      continue
    const away = renamed.has(key) ? {...entry, tag: awayName(entry)} : entry
    placed.push(...dropSteps(action, away, online).map((one) => ({at: keyOf(entry), step: one})))
    if (!last) placed.push(...breakCycle(action, actual))
  }
  const order = new Map([...actual.schema.entries.keys()].map((key, index) => [key, index]))
  const indexed = Math.max(...placed.filter(({at}) => INDEXED.test(at)).map(({at}) => order.get(at) ?? -1))
  // A partition leaves before its indexes go, which the table's need.
  const at = (key: string): number => Math.max(order.get(key) ?? -1, key.startsWith('TABLE ATTACH\n') ? indexed : -1)
  // In a table's own steps constraints go before columns, as they are written.
  return placed
    .map((item, index) => ({item, index, order: at(item.at)}))
    .sort((a, b) => b.order - a.order || a.index - b.index)
    .map(({item}) => item.step)
}

/** A base type and the functions that read and write it need each other: they go together, and its shell with them. */
function inputFunctions(actions: Closure['actions'], needs: ReadonlyMap<string, readonly Dependency[]>): Set<string> {
  const found = new Set<string>()
  for (const {key, actual} of actions.values()) {
    if (!isGone(actions.get(key)) || !isBaseType(actual[0])) continue
    found.add(key.replace(/^TYPE/, 'SHELL TYPE'))
    for (const {referenced} of needs.get(key) ?? [])
      if (needs.get(referenced)?.some((dependency) => dependency.referenced === key)) found.add(referenced)
  }
  return found
}

const isBaseType = (entry: Entry | undefined): boolean =>
  entry?.type === 'TYPE' &&
  /^CREATE TYPE \S+ \(\s*\n?\s*INTERNALLENGTH|^CREATE TYPE [^(]*\([^)]*INPUT =/.test(entry.text)

function dropSteps(action: Action, entry: Entry, online: boolean): Step[] {
  if (online && standsAlone(action, entry))
    return dropSql(entry).map((sql) =>
      step(targetFor(action), sql.replace(/^DROP INDEX /, 'DROP INDEX CONCURRENTLY '), {
        transactional: false,
        lock: 'SHARE UPDATE EXCLUSIVE',
      }),
    )
  const target = targetFor(action)
  const loses = action.does === 'drop' && HOLDS_ROWS.has(entry.type)
  const loss = hazard('data-loss', `${target.kind} ${target.identity} is dropped, with all that it holds`)
  const remade = action.does === 'recreate' && entry.type === 'TABLE' && !/\nPARTITION BY /.test(entry.text)
  const lost = hazard('data-loss', `table ${target.identity} is made again, empty: PostgreSQL has no ALTER for this`)
  const hazards = [...(loses ? [loss] : []), ...(remade ? [lost] : [])]
  const cascade = isBaseType(entry) ? ' CASCADE' : ''
  return dropSql(entry).map((sql) => step(target, `${sql}${cascade}`, {hazards}))
}

/** An index that goes for good, and is no part of a partitioned one: that cannot be dropped concurrently. */
const standsAlone = (action: Action, entry: Entry): boolean =>
  entry.type === 'INVALID INDEX' ||
  (action.does === 'drop' &&
    entry.type === 'INDEX' &&
    !/^CREATE (?:UNIQUE )?INDEX .+ ON ONLY /.test(entry.text) &&
    !action.actual.some(({type}) => type === 'INDEX ATTACH'))

const INDEXED = /^(?:INDEX|INDEX ATTACH|CONSTRAINT)\n/

/** Whether what it is on goes too, and takes it along. */
function isTakenAlong(
  entry: Entry,
  actions: Closure['actions'],
  needs: readonly Dependency[],
  stays: (entry: Entry) => boolean,
): boolean {
  const goes = (key: string): boolean => isGone(actions.get(key))
  if (subjectsOf(entry).some(goes)) return true
  if (!stays(entry) && needs.some(({ofPartition, referenced}) => ofPartition && goes(referenced))) return true
  const tables =
    entry.type === 'SEQUENCE'
      ? needs.map(({referenced}) => referenced).filter((key) => key.startsWith('TABLE\n'))
      : tableKeyOf(entry)
  // One that also needs something else that goes must go before that; a schema goes last.
  const before = (key: string): boolean => goes(key) && !key.startsWith('SCHEMA\n')
  return tables.some(goes) && needs.every(({referenced}) => tables.includes(referenced) || !before(referenced))
}

/** A view and a function over it may need each other: then the view loses its query first. */
const breakCycle = ({key}: Action, {part}: Side): Placed[] =>
  part(key).flatMap((entry) => {
    const [view] = part(key)
    if (entry.type !== 'RULE' || view?.type !== 'VIEW') return []
    const dummy = view.text.replace(/^CREATE VIEW/, 'CREATE OR REPLACE VIEW').replace(/;$/, '')
    return [{at: keyOf(entry), step: step({kind: 'view', identity: view.tag}, dummy, {lock: 'ACCESS EXCLUSIVE'})}]
  })
