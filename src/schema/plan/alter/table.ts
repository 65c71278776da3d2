import type {Step} from '../../../plan.ts'
import type {Piece, Table} from '../../table/model.ts'
import {step} from '../step.ts'
import {addColumn, alterColumn, changesType, dropColumn, needsNewColumn, type TableTarget} from './column.ts'
import {addConstraint, dropConstraint} from './constraint.ts'

export type TableChange = {
  /** What must be gone before other objects are changed. */
  readonly first: readonly Step[]
  readonly steps: readonly Step[]
  /** Columns whose dependents must be dropped first and made again after. */
  readonly disturbed: readonly string[]
}

/** The steps that turn one table into another in place; null where only a new table will do. */
export function alterTable(target: TableTarget, actual: Table, expected: Table): TableChange | null {
  const properties = alterProperties(target, actual, expected)
  if (!properties) return null
  const first: Step[] = []
  const steps: Step[] = []
  const disturbed: string[] = []
  for (const [name, constraint] of actual.constraints) {
    const wanted = expected.constraints.get(name)
    if (wanted?.print !== constraint.print) first.push(dropConstraint(target, name))
  }
  for (const [name, column] of actual.columns) {
    if (expected.columns.has(name)) continue
    steps.push(dropColumn(target, column))
    disturbed.push(name)
  }
  for (const [name, column] of expected.columns) {
    const found = actual.columns.get(name)
    if (!found) steps.push(addColumn(target, column))
    else if (needsNewColumn(found, column)) {
      steps.push(dropColumn(target, found), addColumn(target, column))
      disturbed.push(name)
    } else {
      steps.push(...alterColumn(target, found, column))
      if (changesType(found, column)) disturbed.push(name)
    }
  }
  for (const [name, constraint] of expected.constraints) {
    const found = actual.constraints.get(name)
    if (found?.print !== constraint.print) steps.push(...addConstraint(target, constraint))
  }
  return {first, steps: [...properties, ...steps], disturbed}
}

/** Statements for storage parameters, row security, replica identity …; null where there is none. */
function alterProperties(target: TableTarget, actual: Table, expected: Table): Step[] | null {
  const steps: Step[] = []
  for (const label of new Set([...actual.properties.keys(), ...expected.properties.keys()])) {
    const found = actual.properties.get(label)
    const wanted = expected.properties.get(label)
    if (found?.print === wanted?.print) continue
    const sql = propertySql(target.table, label, found, wanted)
    if (sql === null) return null
    steps.push(...sql.map((statement) => step(target, statement, {lock: 'ACCESS EXCLUSIVE'})))
  }
  return steps
}

function propertySql(table: string, label: string, actual?: Piece, expected?: Piece): string[] | null {
  const column = /^column (.*) (statistics target|storage|compression|options|default|not null)$/s.exec(label)
  if (label === 'storage parameters') return parametersSql(table, actual?.text ?? '', expected?.text ?? '')
  if (label === 'unlogged') return [`ALTER TABLE ${table} SET ${expected ? 'UNLOGGED' : 'LOGGED'}`]
  if (expected && /^ALTER /i.test(expected.text)) return [expected.text]
  if (label === 'force row level security') return [`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`]
  if (label === 'replica identity') return [`ALTER TABLE ${table} REPLICA IDENTITY DEFAULT`]
  if (label === 'cluster on') return [`ALTER TABLE ${table} SET WITHOUT CLUSTER`]
  if (column && actual) return columnReset(actual.text, column[2] ?? '')
  return null
}

/** The statement that takes back `ALTER TABLE t ALTER COLUMN c SET …`. */
function columnReset(sql: string, what: string): string[] | null {
  const at = sql.search(/ SET /)
  const head = sql.slice(0, at)
  switch (what) {
    case 'statistics target':
      return [`${head} SET STATISTICS -1`]
    case 'storage':
      return [`${head} SET STORAGE DEFAULT`]
    case 'compression':
      return [`${head} SET COMPRESSION default`]
    case 'default':
      return [`${head} DROP DEFAULT`]
    case 'options':
      return [`${head} RESET (${[...sql.matchAll(/([\w.]+)\s*=/g)].map(([, name]) => name).join(', ')})`]
    default:
      return null
  }
}

function parametersSql(table: string, actual: string, expected: string): string[] {
  const parse = (text: string): Map<string, string> =>
    new Map(text ? text.split(', ').map((item): [string, string] => [item.split('=')[0] ?? '', item]) : [])
  const [from, to] = [parse(actual), parse(expected)]
  const set = [...to].filter(([name, item]) => from.get(name) !== item).map(([, item]) => item)
  const reset = [...from.keys()].filter((name) => !to.has(name))
  return [
    ...(set.length ? [`ALTER TABLE ${table} SET (${set.join(', ')})`] : []),
    ...(reset.length ? [`ALTER TABLE ${table} RESET (${reset.join(', ')})`] : []),
  ]
}
