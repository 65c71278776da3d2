import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'
import type {Catalog, Relation} from './catalog.ts'
import {type Classes, isTable} from './classes.ts'
import type {Contract} from './contract.ts'
import {foreignKeysOf, type Owners} from './owners.ts'
import {insertSql, NTH, type Row, type RowMaker, type Variant} from './rows.ts'
import {conditionsOf, solve} from './solve.ts'

/** How often a row is tried with other values. */
const ROUNDS = 6

export type SeededRow = {
  readonly relation: Relation
  readonly variant: Variant
  readonly row: Row
  readonly sql: string
}

export type Seeds = {
  /** The rows that are there, in the order they were made. */
  readonly rows: readonly SeededRow[]
  /** Valid rows that are not there yet, for what the application would insert. By `oid variant`. */
  readonly fresh: ReadonlyMap<string, Row>
  readonly missing: readonly {readonly relation: Relation; readonly variant: Variant; readonly reason: string}[]
  /** How many tables rows were wanted in, and in how many there are of each owner that fits. */
  readonly tables: {readonly wanted: number; readonly seeded: number}
}

type Making = {
  readonly catalog: Catalog
  readonly classes: Classes
  readonly owners: Owners
  readonly maker: RowMaker
}

type Draft = {
  readonly relation: Relation
  readonly variant: Variant
  retry: number
  least: boolean
  row: Map<string, string>
  error: Outcome | null
}
type Outcome = {
  readonly id: number
  readonly state: string | null
  readonly message: string | null
  readonly column: string | null
}

/**
 * Makes rows of the attacker and the victim in every table that is somebody's, and in those that they refer to.
 * Triggers and foreign keys sleep meanwhile: all other constraints hold. The session must be in a transaction.
 */
export async function seed(
  client: pg.ClientBase,
  catalog: Catalog,
  contract: Contract,
  classes: Classes,
  owners: Owners,
  maker: RowMaker,
): Promise<Seeds> {
  const world = {catalog, classes, owners, maker}
  await client.query(`${await readSql('isolation/seeder.sql')}; SET LOCAL session_replication_role = replica`)
  const tables = tablesToSeed(catalog, contract, owners)
  const drafts = tables.flatMap((relation) =>
    variantsOf(contract, classes, owners, relation).map((variant) => draft(relation, variant, maker)),
  )
  await adjust(client, world, drafts)
  let open = drafts
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    const outcomes = await insert(client, open)
    for (const outcome of outcomes) {
      const one = open[outcome.id]
      if (one) one.error = outcome.state === null ? null : outcome
    }
    open = open.filter(({error}) => error !== null)
    if (round + 1 < ROUNDS) {
      for (const one of open) mend(maker, one)
      await adjust(client, world, open)
    }
  }
  await client.query('SET LOCAL session_replication_role = origin')
  const done = drafts.filter(({error}) => error === null)
  const further = done.flatMap(({relation, variant, retry, least}) =>
    variant === 'attacker' || variant === 'victim' ? [draft(relation, `${variant}2`, maker, retry, least)] : [],
  )
  await adjust(client, world, further)
  const fresh = new Map(further.map(({relation, variant, row}): [string, Row] => [`${relation.oid} ${variant}`, row]))
  const failed = drafts.filter(({error}) => error !== null)
  const seeded = new Set(
    done
      .filter(({relation, variant}) => variant === (owners.owned.get(relation.oid)?.side ?? 'victim'))
      .map(({relation}) => relation.oid),
  )
  return {
    rows: done.map(({relation, variant, row}) => ({relation, variant, row, sql: insertSql(relation, row)})),
    fresh,
    missing: failed.map(({relation, variant, error}) => ({relation, variant, reason: error?.message ?? ''})),
    tables: {wanted: tables.length, seeded: seeded.size},
  }
}

/** Tables that hold rows themselves: those with an owner, what foreign keys lead to from there, and the registry of schemas. */
function tablesToSeed(catalog: Catalog, {sides, members}: Contract, {owned}: Owners): Relation[] {
  const wanted = new Set<string>()
  const add = (oid: string): void => {
    const relation = catalog.relations.get(oid)
    if (!relation || wanted.has(oid)) return
    wanted.add(oid)
    for (const {target} of foreignKeysOf(catalog, relation)) add(target)
    if (relation.kind === 'p')
      for (const part of catalog.relations.values()) if (part.partition && part.parents.includes(oid)) add(part.oid)
  }
  for (const oid of owned.keys()) add(oid)
  if (sides)
    for (const relation of catalog.relations.values())
      if (members.some(({table}) => isTable(relation, table))) add(relation.oid)
  return [...wanted].flatMap((oid) => {
    const relation = catalog.relations.get(oid)
    return relation && relation.kind === 'r' ? [relation] : []
  })
}

type Extra = 'outsider' | 'former' | 'bystander'

/** Which rows a table gets: where it is one tenant's, that one's. */
function variantsOf(
  contract: Contract,
  classes: Classes,
  {owned}: Owners,
  relation: Relation,
): readonly ('attacker' | 'victim' | Extra)[] {
  const side = owned.get(relation.oid)?.side
  if (side) return [side]
  return ['attacker', 'victim', ...(contract.sides ? [] : extraVariants(contract, classes, relation))]
}

/** Those who own nothing have an account, and one of them was a member of the victim's tenant. */
function extraVariants(contract: Contract, classes: Classes, relation: Relation): readonly Extra[] {
  const former = contract.formerMembers.some(({table}) => isTable(relation, table)) ? (['former'] as const) : []
  // Where the setting is all that it takes to be a tenant, one who owns nothing is one too.
  const tenant =
    contract.signIn === null &&
    relation.columns.some(
      ({name, notNull}) => name === 'id' && notNull && classes(relation.oid, name).holds === 'tenant',
    )
  const account = relation.columns.some(
    ({name, notNull}) => name === 'id' && notNull && classes(relation.oid, name).holds === 'user',
  )
  return account ? ['outsider', 'former', 'bystander'] : tenant ? ['outsider'] : former
}

const draft = (relation: Relation, variant: Variant, maker: RowMaker, retry = 0, least = false): Draft => {
  const row = maker.row(relation, variant, retry)
  if (least) for (const {name, notNull} of relation.columns) if (!notNull) row.delete(name)
  return {relation, variant, retry, least, row, error: null}
}

async function adjust(
  client: pg.ClientBase,
  {catalog, classes, owners, maker}: Making,
  drafts: readonly Draft[],
): Promise<void> {
  const unsolved = drafts.flatMap(({relation, variant, retry, row}) => {
    const conditions = conditionsOf(catalog, relation)
    if (conditions.length === 0) return []
    const referring = new Set(foreignKeysOf(catalog, relation).flatMap(({columns}) => columns))
    const names = relation.columns.map(({name}) => name)
    const fixed = new Set(names.filter((name) => referring.has(name) || classes(relation.oid, name).holds !== 'other'))
    const whose = owners.owned.get(relation.oid)?.whose ?? []
    const others = relation.columns.flatMap((column): [string, string][] => {
      if (!fixed.has(column.name) || whose.includes(column)) return []
      const value = maker.other(relation, column, variant)
      return value === null ? [] : [[column.name, value]]
    })
    return [{relation, conditions, row, fixed, others: new Map(others), n: NTH[variant] + retry * 7}]
  })
  await solve(client, unsolved)
}

async function insert(client: pg.ClientBase, drafts: readonly Draft[]): Promise<Outcome[]> {
  const rows = drafts.map(({relation, row}, id) => ({id, sql: insertSql(relation, row)}))
  const result = await client.query<Outcome>('SELECT * FROM pg_temp.pgplumb_seed($1)', [JSON.stringify(rows)])
  return result.rows
}

/** Other values where they were taken, a value where one was missing, and at last only what a row cannot do without. */
function mend(maker: RowMaker, one: Draft): void {
  const {relation, variant, error} = one
  one.retry++
  if (error?.state !== '23505' && error?.state !== '23P01' && error?.state !== '23502') one.least = one.retry > 1
  one.row = draft(relation, variant, maker, one.retry, one.least).row
  if (error?.state === '22001') for (const column of relation.columns) if (!column.notNull) one.row.delete(column.name)
}
