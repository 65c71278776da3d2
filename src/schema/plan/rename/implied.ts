import {child, fingerprint, isNode, text} from '../../canonical.ts'
import type {Difference} from '../../difference.ts'
import type {Entry} from '../../entry.ts'
import {parse, type Value} from '../../parse.ts'
import {statementsOf} from '../../statements.ts'
import type {Table} from '../../table/model.ts'
import {readTable} from '../../table/read.ts'
import {isTable} from '../kinds.ts'
import {notNullName} from './find.ts'
import type {Rename} from './rename.ts'

/** What is all the same when only its name differs: nothing is lost or meant by giving it the other name. */
const NAME_ONLY = new Set(['INDEX', 'CONSTRAINT', 'FK CONSTRAINT', 'TRIGGER', 'POLICY', 'SEQUENCE', 'STATISTICS'])

/**
 * Indexes, constraints and the like that are there, but under another name: renamed rather than made again, which would
 * read the whole table. @param version of ACTUAL's server
 */
export function impliedRenames(differences: readonly Difference[], version: string | null): Rename[] {
  const lone = differences.filter(({actual, expected}) => {
    const [main] = actual.length ? actual : expected
    return main !== undefined && NAME_ONLY.has(main.type) && (actual.length === 0) !== (expected.length === 0)
  })
  const wanted = new Map<string, Entry[]>()
  for (const {expected} of lone) {
    const [main] = expected
    if (main) wanted.set(print(expected, main), [...(wanted.get(print(expected, main)) ?? []), main])
  }
  const whole = lone.flatMap(({actual}): Rename[] => {
    const [main] = actual
    const twin = main && wanted.get(print(actual, main))?.shift()
    if (!main || !twin || actual.some(({type}) => type === 'INVALID INDEX')) return []
    return [{...STANDING, kind: kindOf(main), from: pathOf(main), to: [nameOf(twin)]}]
  })
  const within = differences.map((difference) => ({difference, renames: withinTable(difference, version)}))
  // Children follow their parents by themselves, or else in the next round.
  const parents = within.filter(({difference}) => !isChild(difference)).flatMap(({renames}) => renames)
  return [...whole, ...(parents.length ? parents : within.flatMap(({renames}) => renames))]
}

const isChild = ({actual}: Difference): boolean =>
  actual.some(({type, text: sql}) => type === 'TABLE ATTACH' || /\nINHERITS \(/.test(sql))

const STANDING = {standing: true} as const

const kindOf = ({type}: Entry): string => (type.endsWith('CONSTRAINT') ? 'constraint' : type.toLowerCase())

const BOUND = new Set(['CONSTRAINT', 'FK CONSTRAINT', 'TRIGGER', 'POLICY'])

/** Of what is tagged `table name`, both; the statement says where the table's name ends. */
function split({tag, text: sql}: Entry): [string, string] {
  const node = parse(sql)[0]?.node ?? {}
  const table = text(child(node, 'relation') ?? child(node, 'table') ?? {}, 'relname') ?? ''
  return [table, tag.slice(table.length + 1)]
}
const nameOf = (entry: Entry): string => (BOUND.has(entry.type) ? split(entry)[1] : entry.tag)
const pathOf = (entry: Entry): string[] => [
  ...(entry.schema === null ? [] : [entry.schema]),
  ...(BOUND.has(entry.type) ? split(entry) : [entry.tag]),
]

/** Equal for objects that differ in their name only. */
const print = (part: readonly Entry[], main: Entry): string => {
  const name = nameOf(main)
  return JSON.stringify([
    main.type,
    main.schema,
    ...statementsOf(part).map(({node}) => fingerprint(without(node, name))),
  ])
}

function without(value: Value, name: string): Value {
  if (Array.isArray(value)) return value.map((item) => without(item, name))
  if (isNode(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, without(inner, name)]))
  return value === name ? '' : value
}

/** CHECK constraints, and the names that a NOT NULL has since PostgreSQL 18. */
function withinTable({actual, expected}: Difference, version: string | null): Rename[] {
  const [main] = actual
  if (!main || !isTable(main) || !isTable(expected[0]) || main.schema === null) return []
  const [from, to] = [readTable(statementsOf(actual)), readTable(statementsOf(expected))]
  const rename = (old: string, name: string): Rename => ({
    ...STANDING,
    kind: 'constraint',
    from: [main.schema ?? '', main.tag, old],
    to: [name],
  })
  const free = [...to.constraints.values()].filter(({name}) => !from.constraints.has(name))
  const checks = [...from.constraints.values()].flatMap((old) => {
    if (to.constraints.has(old.name)) return []
    const at = free.findIndex((one) => checkPrint(one.node, one.name) === checkPrint(old.node, old.name))
    const [twin] = at < 0 ? [] : free.splice(at, 1)
    return twin ? [rename(old.name, twin.name)] : []
  })
  return Number.parseInt(version ?? '', 10) >= 18 ? [...checks, ...notNulls(main.tag, from, to, rename)] : checks
}

const checkPrint = (node: Value, name: string): string => fingerprint(without(node, name))

function notNulls(table: string, from: Table, to: Table, rename: (old: string, name: string) => Rename): Rename[] {
  return [...from.columns.values()].flatMap((old) => {
    const wanted = to.columns.get(old.name)
    if (!old.notNull || !wanted?.notNull || old.notNull.print === wanted.notNull.print) return []
    const usual = `${table}_${old.name}_not_null`
    const [found, name] = [notNullName(old.notNull.text) ?? usual, notNullName(wanted.notNull.text) ?? usual]
    return found === name || Math.max(found.length, name.length) > 63 ? [] : [rename(found, name)]
  })
}
