import type {Piece, Table} from '../../table/model.ts'
import type {Forced, Placed} from '../action.ts'
import {step} from '../step.ts'
import type {TableTarget} from './column.ts'
import {genericOptions, parametersSql} from './options.ts'

export type PropertySteps = {readonly early: readonly Placed[]; readonly steps: readonly Placed[]}

/** Statements for what a table is beside its columns and constraints; null where there is none for a difference. */
export function alterProperties(
  target: TableTarget,
  actual: Table,
  expected: Table,
  {reattached, untyped}: Pick<Forced, 'reattached' | 'untyped'>,
): PropertySteps | null {
  const [early, steps]: [Placed[], Placed[]] = [[], []]
  for (const label of new Set([...actual.properties.keys(), ...expected.properties.keys()])) {
    const [found, wanted] = [actual.properties.get(label), expected.properties.get(label)]
    const belongs = label === 'partition of' || label === 'inherits'
    const leaves = (reattached && belongs) || (untyped && label === 'of type')
    if (found?.print === wanted?.print && !leaves) continue
    const column = COLUMN.exec(label)?.[1]
    // What is said of a column that goes, goes with it.
    if (column !== undefined && actual.columns.has(column) && !expected.columns.has(column) && !wanted) continue
    const change = belongs ? family(target.table, label, found, wanted) : property(target, label, found, wanted)
    if (!change) return null
    const place = (sql: string, piece: Piece | undefined): Placed => ({
      at: piece?.from ?? target.key,
      step: step(target, sql),
    })
    early.push(...change.early.map((sql) => place(sql, found)))
    steps.push(...change.steps.map((sql) => place(sql, wanted)))
  }
  return {early, steps}
}

const COLUMN = /^column (.*) (statistics target|storage|compression|options|not null|default)$/s

type Sql = {readonly early: readonly string[]; readonly steps: readonly string[]}
const now = (...steps: readonly string[]): Sql => ({early: [], steps})

/** Leaves the old parent and comes to the new one. */
function family(table: string, label: string, found?: Piece, wanted?: Piece): Sql {
  if (label === 'partition of') {
    const attach = /^ALTER TABLE (?:ONLY )?(.*?) ATTACH PARTITION (.*?) (?:FOR VALUES|DEFAULT)/s.exec(found?.text ?? '')
    return {
      early: attach ? [`ALTER TABLE ${attach[1]} DETACH PARTITION ${attach[2]}`] : [],
      steps: wanted ? [wanted.text] : [],
    }
  }
  const parents = (piece?: Piece): string[] => splitNames(/\((.*)\)/s.exec(piece?.text ?? '')?.[1] ?? '')
  const [old, wanted_] = [parents(found), parents(wanted)]
  // The order of parents has a meaning: all after the first that differs leave and come again.
  const same = old.findIndex((name, index) => name !== wanted_[index])
  const kept = same < 0 ? old.length : same
  return {
    early: old.slice(kept).map((name) => `ALTER TABLE ${table} NO INHERIT ${name}`),
    steps: wanted_.slice(kept).map((name) => `ALTER TABLE ${table} INHERIT ${name}`),
  }
}

const splitNames = (list: string): string[] =>
  list.match(/(?:"(?:[^"]|"")*"|[^,"])+/g)?.map((name) => name.trim()) ?? []

function property({table, foreign}: TableTarget, label: string, found?: Piece, wanted?: Piece): Sql | null {
  const column = COLUMN.exec(label)
  if (label === 'storage parameters')
    return now(...parametersSql(`ALTER TABLE ${table}`, found?.text ?? '', wanted?.text ?? ''))
  if (label === 'options' && foreign)
    return now(...genericOptions(`ALTER FOREIGN TABLE ${table}`, found?.options ?? [], wanted?.options ?? []))
  if (column?.[2] === 'options' && foreign)
    return now(
      ...genericOptions(
        (found ?? wanted)?.text.replace(/ OPTIONS .*$/s, '') ?? '',
        found?.options ?? [],
        wanted?.options ?? [],
      ),
    )
  if (label === 'unlogged') return now(`ALTER TABLE ${table} SET ${wanted ? 'UNLOGGED' : 'LOGGED'}`)
  if (label === 'of type')
    return {
      early: found ? [`ALTER TABLE ${table} NOT OF`] : [],
      steps: wanted ? [`ALTER TABLE ${table} OF ${wanted.text}`] : [],
    }
  if (label === 'access method')
    return now(`ALTER TABLE ${table} SET ACCESS METHOD ${wanted ? wanted.print.replaceAll('"', '') : 'heap'}`)
  if (label === 'tablespace') return now(`ALTER TABLE ${table} SET TABLESPACE ${wanted ? wanted.text : 'pg_default'}`)
  if (wanted && /^ALTER /i.test(wanted.text)) return now(wanted.text)
  if (label === 'force row level security') return now(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`)
  if (label === 'replica identity') return now(`ALTER TABLE ${table} REPLICA IDENTITY DEFAULT`)
  if (label === 'cluster on') return now(`ALTER TABLE ${table} SET WITHOUT CLUSTER`)
  if (column && found) return columnReset(found.text, column[2] ?? '')
  return null
}

/** The statement that takes back `ALTER TABLE t ALTER COLUMN c SET …`. */
function columnReset(sql: string, what: string): Sql | null {
  const head = sql.slice(0, sql.search(/ SET /))
  switch (what) {
    case 'statistics target':
      return now(`${head} SET STATISTICS -1`)
    case 'storage':
      return now(`${head} SET STORAGE DEFAULT`)
    case 'compression':
      return now(`${head} SET COMPRESSION default`)
    case 'default':
      // Of a column that is inherited, and may go with the parent's.
      return {early: [`${head} DROP DEFAULT`], steps: []}
    case 'not null':
      return now(`${head} DROP NOT NULL`)
    case 'options':
      return now(`${head} RESET (${[...sql.matchAll(/([\w.]+)\s*=/g)].map(([, name]) => name).join(', ')})`)
    default:
      return null
  }
}
