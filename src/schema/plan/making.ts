import type {Step} from '../../plan.ts'
import {type Entry, keyOf} from '../entry.ts'
import {subjectsOf} from '../subject.ts'
import {identifier} from '../words.ts'
import {type Action, type Change, isGone, type Placed, targetFor, targetOf} from './action.ts'
import {attachOrder} from './attaching.ts'
import type {Closure} from './closure.ts'
import type {Sides} from './contexts.ts'
import {createSteps} from './create.ts'
import {withoutDefaults} from './default-privileges.ts'
import {exclusions} from './exclusion.ts'
import {identityColumns} from './identity-columns.ts'
import {loggingOrder} from './logging.ts'
import type {OwnerOf} from './ownership.ts'
import {step as makeStep} from './step.ts'
import {tableKeyOf} from './table-key.ts'
import {carryValue} from './value.ts'

/** What is new or changes, in the order in which pg_dump would make it. */
export function making(
  {actions}: Closure,
  changes: ReadonlyMap<string, Change>,
  {actual, expected}: Sides,
  {online, ownerOf}: {readonly online: boolean; readonly ownerOf: OwnerOf},
): Step[] {
  const isMade = (key: string): boolean => {
    const does = actions.get(key)?.does
    return does === 'create' || does === 'recreate'
  }
  const names = [...changes.values()].flatMap(({early}) => early.flatMap(({step}) => RENAMES.exec(step.sql)?.[1] ?? []))
  const born = bornWithColumn(actions, actual.part)
  const instead = exclusions(expected.schema)
  const privileges = withoutDefaults(actual.schema, expected.schema)
  const create = (action: Action, entry: Entry): Placed[] => {
    const tables = tableKeyOf(entry)
    const table = tables.map((key) => expected.schema.entries.get(key)).find((found) => found !== undefined)
    const options = {
      online,
      onExistingTable: entry.type === 'TABLE ATTACH' ? isFelt(entry) : ![...tables, ...subjectsOf(entry)].some(isMade),
      partitioned: /\nPARTITION BY /.test(table?.text ?? ''),
    }
    const named = action.does === 'recreate' || names.some((name) => name.startsWith(`${entry.tag}_`))
    const told = named ? withNotNullNames(entry, expected.schema.serverVersion) : entry
    const made = (instead(entry) ?? [told.text]).flatMap((sql) =>
      createSteps(targetFor(action), {...told, text: sql}, options),
    )
    const value = options.onExistingTable ? carryValue(targetFor(action), entry) : []
    const all = [
      ...made,
      ...ownerOf.made(targetFor(action), entry),
      ...privileges(entry),
      ...value,
      ...uncommented(action, entry),
    ]
    return all.map((step) => ({at: keyOf(entry), step}))
  }
  /** A partition that is new is nothing to anybody, unless rows of the default partition may belong to it. */
  const isFelt = (attach: Entry): boolean => {
    const stands = ({tag, schema}: Entry): boolean => !isMade(keyOf({type: 'TABLE', schema, tag}))
    const [table] = tableKeyOf(attach)
    return (
      stands(attach) ||
      [...expected.schema.entries.values()].some(
        (one) =>
          one.type === 'TABLE ATTACH' && / DEFAULT;?$/.test(one.text) && tableKeyOf(one)[0] === table && stands(one),
      )
    )
  }
  /** An extension brings a comment of its own. */
  const uncommented = (action: Action, entry: Entry): Step[] => {
    const comment = keyOf({type: 'COMMENT', schema: null, tag: `EXTENSION ${identifier(entry.tag)}`})
    if (entry.type !== 'EXTENSION' || expected.schema.entries.has(comment)) return []
    return [makeStep(targetFor(action), `COMMENT ON EXTENSION ${identifier(entry.tag)} IS NULL`)]
  }
  const isLost = lossOf(actions, changes)
  const placed = [...changes].flatMap(([key, {steps}]) => {
    const action = actions.get(key)
    const [main] = action?.expected.length ? action.expected : (action?.actual ?? [])
    if (!action || main?.type !== 'ACL' || !subjectsOf(main).some(isLost)) return steps
    // The object came anew, and has no grants yet.
    return action.expected.flatMap((entry) => create(action, entry))
  })
  for (const action of actions.values())
    if (action.does === 'alter')
      placed.push(...ownerOf.altered(targetFor(action), action.expected[0]).map((step) => ({at: action.key, step})))
  for (const action of actions.values())
    if (isMade(action.key))
      placed.push(
        ...action.expected.flatMap((entry) =>
          born.has(action.key) ? privileges(entry).map((step) => ({at: keyOf(entry), step})) : create(action, entry),
        ),
      )
  placed.push(...lost(actions, isLost, expected.schema.entries))
  const order = new Map([...expected.schema.entries.keys()].map((key, index) => [key, index]))
  const logging = loggingOrder(placed, actual.schema.entries, order)
  const attach = attachOrder(placed, expected.schema.entries, order, isMade)
  return placed
    .map((item, index) => ({
      item,
      index,
      order: attach(item.at) ?? logging(item) ?? order.get(item.at) ?? Number.MAX_SAFE_INTEGER,
    }))
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .map(({item}) => item.step)
}

const RENAMES = /RENAME CONSTRAINT .* TO "?(.*?)"?$/s

/**
 * Since PostgreSQL 18 a NOT NULL has a name: pg_dump leaves out the usual one, which a partition of the table that was
 * may still have, or one that comes to it has got, so that the server would choose another.
 */
function withNotNullNames(entry: Entry, version: string | null): Entry {
  if (entry.type !== 'TABLE' || Number.parseInt(version ?? '', 10) < 18) return entry
  const named = entry.text.replace(
    /^( {4})([a-z_]\w*)( (?:(?!CONSTRAINT ).)*) NOT NULL(,?)$/gm,
    (line, indent, column, rest, comma) => {
      const name = `${entry.tag}_${column}_not_null`
      return name.length > 63 ? line : `${indent}${column}${rest} CONSTRAINT ${identifier(name)} NOT NULL${comma}`
    },
  )
  return {...entry, text: named}
}

const ANY = ''

/** Whether the object of that key, or the column or constraint, goes, be it to come again. */
function lossOf(actions: Closure['actions'], changes: ReadonlyMap<string, Change>): (key: string) => boolean {
  const parts = new Set([...changes.values()].flatMap((change) => change.remade ?? []))
  return (key) =>
    key === ANY ? parts.size > 0 : parts.has(key) || isGone(actions.get(key)) || changes.get(key)?.renewed === true
}

/** Comments and grants go with the object that is dropped to be made again. */
function lost(
  actions: Closure['actions'],
  isLost: (key: string) => boolean,
  entries: ReadonlyMap<string, Entry>,
): Placed[] {
  if (![...actions.keys()].some(isLost) && !isLost(ANY)) return []
  return [...entries].flatMap(([key, entry]) => {
    if (actions.has(key) || !subjectsOf(entry).some(isLost)) return []
    const options = {online: false, onExistingTable: false, partitioned: false}
    return createSteps(targetOf(entry), entry, options).map((step) => ({at: key, step}))
  })
}

/** Identity sequences that come with their new column. */
function bornWithColumn(actions: Closure['actions'], part: Sides['actual']['part']): Set<string> {
  const differences = [...actions.values()].map((action) => ({...action, details: {real: [], cosmetic: []}}))
  const born = new Set<string>()
  for (const [at, {key}] of identityColumns(differences)) {
    const cut = at.lastIndexOf('\n')
    const table = at.slice(0, cut)
    const has = new RegExp(`^    "?${at.slice(cut + 1).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}"? `, 'm')
    if (actions.get(table)?.does === 'alter' && !part(table).some(({text}) => has.test(text))) born.add(key)
  }
  return born
}
