import {glob} from '../glob.ts'
import type {Catalog, Column, Relation} from './catalog.ts'
import type {Classes} from './classes.ts'
import type {Contract} from './contract.ts'
import {type Side, type Sides, sideOf} from './schemas/sides.ts'

/** A table whose rows belong to somebody, and the columns that say to whom. */
export type Owned = {
  readonly relation: Relation
  readonly whose: readonly Column[]
  /** Whether these hold the tenant or the user, or refer to a row that does; or whether the whole schema is somebody's. */
  readonly by: 'tenant' | 'user' | 'parent' | 'schema'
  /** Of a schema: whose it is. */
  readonly side?: Side
}

export type Owners = {
  /** By oid. */
  readonly owned: ReadonlyMap<string, Owned>
  /** Tables that the contract says nothing about, and why that is doubtful. */
  readonly unclear: readonly {readonly relation: Relation; readonly reason: string}[]
}

/** Whose the rows of each table are: by tenant column, by user column, or through a foreign key that is never null. */
export function tableOwners(catalog: Catalog, contract: Contract, classes: Classes): Owners {
  const except = contract.except.map(glob)
  const left = [...catalog.relations.values()].filter(
    ({kind, schema, name}) =>
      ['r', 'p'].includes(kind) &&
      !except.some((pattern) => pattern.test(`${schema}.${name}`) || (schema === 'public' && pattern.test(name))),
  )
  if (contract.sides) return schemaOwners(catalog, left, contract.sides, contract)
  const owned = new Map<string, Owned>()
  for (const relation of left) {
    const found = directOwner(relation, contract, classes)
    if (found) owned.set(relation.oid, {relation, ...found})
  }
  for (let before = -1; before !== owned.size; ) {
    before = owned.size
    for (const relation of left) {
      if (owned.has(relation.oid)) continue
      const key = foreignKeysOf(catalog, relation).find(
        ({columns, target}) =>
          owned.get(target)?.by !== undefined &&
          owned.get(target)?.relation.oid !== relation.oid &&
          columnsOf(relation, columns).every(({notNull}) => notNull),
      )
      if (key) owned.set(relation.oid, {relation, whose: columnsOf(relation, key.columns), by: 'parent'})
    }
  }
  const readable = new Set(catalog.privileges.filter((one) => one.read).map((one) => one.relation))
  const unclear = left.flatMap((relation) => {
    if (owned.has(relation.oid) || !readable.has(relation.oid)) return []
    const optional = foreignKeysOf(catalog, relation).find(({target}) => owned.has(target))
    if (optional)
      return [
        {
          relation,
          reason: `no tenant column; ${optional.columns.join(', ')} may be null, so the foreign key does not say whose a row is`,
        },
      ]
    return relation.columns.some(({name}) => classes(relation.oid, name).holds !== 'other')
      ? [{relation, reason: 'no tenant column, though it refers to users'}]
      : []
  })
  return {owned, unclear}
}

/** Where each tenant has a schema, all in it is his, whatever its columns say. */
function schemaOwners({privileges}: Catalog, tables: readonly Relation[], sides: Sides, {columns}: Contract): Owners {
  const readable = new Set(privileges.filter(({read}) => read).map(({relation}) => relation))
  const owned = new Map<string, Owned>()
  for (const relation of tables) {
    const side = sideOf(sides, relation)
    if (side) owned.set(relation.oid, {relation, whose: [], by: 'schema', side})
  }
  const unclear = tables
    .filter(({oid, schema}) => !owned.has(oid) && schema !== sides.template && readable.has(oid))
    .filter((relation) => relation.columns.some(({name}) => columns.includes(name)))
    .map((relation) => ({relation, reason: 'rows of all tenants are in it, which no schema keeps apart'}))
  return {owned, unclear}
}

function directOwner(
  relation: Relation,
  {columns, userColumns}: Contract,
  classes: Classes,
): Omit<Owned, 'relation'> | null {
  const named = (names: readonly string[]) =>
    names.flatMap((name) => relation.columns.find((column) => column.name === name) ?? [])
  const tenant =
    named(columns)[0] ??
    relation.columns.find(({name, notNull}) => notNull && classes(relation.oid, name).holds === 'tenant')
  if (tenant) return {whose: [tenant], by: 'tenant'}
  const user = named(userColumns)[0]
  if (user) return {whose: [user], by: 'user'}
  const self =
    relation.secured &&
    relation.columns.find(({name, notNull}) => notNull && classes(relation.oid, name).holds === 'user')
  return self ? {whose: [self], by: 'user'} : null
}

/** Foreign keys of the table, or of the partitioned table that it is a part of. */
export const foreignKeysOf = (catalog: Catalog, relation: Relation) => [
  ...(catalog.foreignKeys.get(relation.oid) ?? []),
  ...(relation.partition ? relation.parents.flatMap((oid) => catalog.foreignKeys.get(oid) ?? []) : []),
]

export const columnsOf = (relation: Relation, names: readonly string[]): Column[] =>
  names.flatMap((name) => relation.columns.find((column) => column.name === name) ?? [])
