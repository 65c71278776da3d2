import {quoteIdent} from '../../postgres/quote.ts'
import type {Column, Privilege, Relation} from '../catalog.ts'
import {isTable} from '../classes.ts'
import {columnsOf, type Owned} from '../owners.ts'
import type {Cell, Judge, Probe} from '../probe.ts'
import type {Row} from '../rows.ts'
import type {State} from '../states.ts'
import type {World} from '../world.ts'

/** A table, and the role that is tried on it. */
export type Target = Owned & {
  readonly privilege: Privilege
  /** The table and all below it. */
  readonly tables: readonly Relation[]
  /** What the role is called, where the application has to become it first. */
  readonly via: string | null
  /** How its own victim signs in, where that is not B. */
  readonly signIn?: readonly string[]
}

export type Part = Pick<Probe, 'sql'> &
  Partial<Pick<Probe, 'returns' | 'after' | 'before' | 'copy' | 'clear' | 'asleep' | 'unbound'>>

/** How many rows of its own a state has in the table: what it may see and change. */
export function allowedRows(world: World, {relation}: Owned, {who}: State, reading: boolean): number {
  const counts = world.counts.get(relation.oid)
  if (who === null) return 0
  // One who was a member may see that he was.
  if (who === 'former' && reading && world.contract.formerMembers.some(({table}) => isTable(relation, table))) return 1
  return who === 'bystander' ? 0 : (counts?.[who] ?? 0)
}

export const kindOf = ({partition, kind, parents}: Owned['relation']): string =>
  partition ? 'partition' : kind === 'p' ? 'partitioned table' : parents.length > 0 ? 'child table' : 'table'

/** A probe of the table, by the role. */
export const probeOf = (
  {relation, privilege, via, tables, whose, signIn}: Target,
  cell: Cell,
  command: string,
  state: State,
  part: Part,
  judge: Judge,
): Probe => ({
  subject: {kind: kindOf(relation), identity: relation.identity},
  tables: tables.map(({schema, name}) => `${schema}.${name}`),
  whose: whose.map(({name}) => name),
  cell,
  command: via === null ? command : `${command} as ${via}`,
  role: privilege.role,
  state,
  ...(state.who === 'victim' && signIn ? {signIn} : {}),
  ...part,
  judge,
})

/** The states that write, without B himself. */
export const writers = ({states}: World): State[] => states.filter(({writes, who}) => writes && who !== 'victim')
export const stateOf = ({states}: World, who: 'attacker' | 'victim'): State[] =>
  states.filter((state) => state.who === who && state.writes)

export const assignments = (row: Row, columns: readonly Column[]): string =>
  columns.map(({name}) => `${quoteIdent(name)} = ${row.get(name) ?? 'NULL'}`).join(', ')

/** The row of that owner in the table, or of a partitioned one in a partition. */
export function rowOf({seeds}: World, {tables}: Target, variant: 'attacker' | 'victim'): Row {
  for (const table of tables) {
    const seeded = seeds.rows.find((one) => one.relation.oid === table.oid && one.variant === variant)
    if (seeded) return seeded.row
  }
  return new Map()
}

/** A further row of that owner, which is not there yet. */
export function freshRow({seeds}: World, {tables}: Pick<Target, 'tables'>, owner: 'attacker' | 'victim'): Row | null {
  for (const {oid} of tables) {
    const row = seeds.fresh.get(`${oid} ${owner}2`)
    if (row) return row
  }
  return null
}

/** The owner columns alone, as in a row of that owner. */
export const ownerValues = (world: World, {relation, whose}: Owned, who: 'attacker' | 'victim'): Row =>
  new Map(whose.map((column) => [column.name, world.maker.value(relation, column, who) ?? 'NULL']))

/** The row a state would insert, of the columns that the role may fill. */
export function insertable({relation, privilege}: Target, row: Row): Row {
  const filled = columnsOf(relation, privilege.insert).map(({name}) => name)
  return new Map([...row].filter(([name]) => filled.includes(name)))
}

export const has = (granted: readonly string[], columns: readonly Column[]): boolean =>
  columns.every(({name}) => granted.includes(name))

/** A column to write to that no key, CHECK or foreign key minds, if there is one, and a value for it. */
export function harmlessColumn(world: World, target: Target): {readonly name: string; readonly sql: string} | null {
  const {relation, privilege, whose} = target
  const keys = new Set([
    ...(world.catalog.uniques.get(relation.oid) ?? []).flatMap(({columns}) => columns),
    ...[relation.oid, ...relation.parents].flatMap((oid) =>
      (world.catalog.foreignKeys.get(oid) ?? []).flatMap(({columns}) => columns),
    ),
    ...whose.map(({name}) => name),
  ])
  const checked = new Set((world.catalog.checks.get(relation.oid) ?? []).flatMap(({columns}) => columns))
  const candidates = columnsOf(relation, privilege.update).filter(
    ({name, generated, identity}) => !generated && !identity && !keys.has(name) && !relation.bound?.includes(name),
  )
  const free = candidates.filter(({name, domain}) => !checked.has(name) && domain === null)
  for (const column of [...free, ...candidates]) {
    const sql = free.includes(column)
      ? world.maker.value(relation, column, 'attacker2', 3)
      : (rowOf(world, target, 'victim').get(column.name) ?? column.default)
    if (sql !== null && sql !== undefined) return {name: quoteIdent(column.name), sql}
    if (!column.notNull) return {name: quoteIdent(column.name), sql: 'NULL'}
  }
  return null
}

/** All rows of B in the table, as one value that changes with them, even where an UPDATE sets what is there. */
export const fingerprint = (world: World, owned: Owned): string =>
  `SELECT ${versionOf('t')} FROM ${owned.relation.identity} t WHERE ${world.maker.belongsTo(owned, 'victim')}`

/** An aggregate over rows, with their places: an updated row has another. */
export const versionOf = (alias: string): string =>
  `md5(string_agg(${alias}.tableoid || ' ' || ${alias}.ctid || ' ' || ${alias}::text, '|' ORDER BY ${alias}.tableoid, ${alias}.ctid))`

export const countOf = (world: World, owned: Owned): string =>
  `SELECT count(*) FROM ${owned.relation.identity} WHERE ${world.maker.belongsTo(owned, 'victim')}`

export const victims = (world: World, {relation}: Owned): number => world.counts.get(relation.oid)?.victim ?? 0
