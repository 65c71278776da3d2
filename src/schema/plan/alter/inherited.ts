import type {Column, Constraint, Table} from '../../table/model.ts'

/** A parent before and after its own steps, and whether the child is a partition of it. */
export type Parent = {readonly actual: Table; readonly expected: Table; readonly partitioned: boolean}

/** The table as it is once its parents have been altered, which PostgreSQL passes on to their children. */
export function afterParents(table: Table, wanted: Table, parents: readonly Parent[]): Table {
  if (!parents.length) return table
  const columns = new Map(table.columns)
  const constraints = new Map(table.constraints)
  for (const {actual, expected, partitioned} of parents) {
    for (const name of actual.columns.keys()) if (!expected.columns.has(name) && partitioned) columns.delete(name)
    for (const [name, column] of expected.columns)
      passColumn(columns, actual.columns.get(name), column, wanted.columns.get(name), partitioned)
    for (const [name] of actual.constraints)
      if (!expected.constraints.has(name) && partitioned) constraints.delete(name)
    for (const [name, constraint] of expected.constraints)
      passConstraint(constraints, actual.constraints.get(name), constraint, partitioned)
  }
  return {columns, constraints, properties: table.properties}
}

function passColumn(
  columns: Map<string, Column>,
  before: Column | undefined,
  after: Column,
  wanted: Column | undefined,
  partitioned: boolean,
): void {
  const own = columns.get(after.name)
  if (!own) {
    // A NOT NULL that is inherited has the name that it has.
    const notNull = after.notNull && wanted?.notNull ? wanted.notNull : after.notNull
    if (!before && partitioned) columns.set(after.name, {...after, notNull})
    return
  }
  if (!before) return
  const changed = <K extends 'type' | 'collation' | 'default' | 'generated' | 'notNull'>(key: K): Column[K] =>
    before[key]?.print === after[key]?.print ? own[key] : after[key]
  columns.set(after.name, {
    ...own,
    type: changed('type'),
    collation: changed('collation'),
    default: changed('default'),
    generated: changed('generated'),
    notNull: passNotNull(own.notNull, before.notNull, after.notNull, wanted?.notNull ?? null),
  })
}

/** One of its own keeps its name; one that comes has the name that it has. */
function passNotNull(own: NotNull, before: NotNull, after: NotNull, wanted: NotNull): NotNull {
  if (before?.print === after?.print) return own
  // It may have gone with the parent's, and may have been its own, too.
  if (after === null) return own && UNSURE
  return before === null && own !== null ? own : (wanted ?? after)
}

const UNSURE: NotNull = {print: 'unsure', text: ''}

type NotNull = Column['notNull']

function passConstraint(
  constraints: Map<string, Constraint>,
  before: Constraint | undefined,
  after: Constraint,
  partitioned: boolean,
): void {
  if (after.node.is_no_inherit === true || before?.print === after.print) return
  if (constraints.has(after.name) || (!before && partitioned)) constraints.set(after.name, after)
}
