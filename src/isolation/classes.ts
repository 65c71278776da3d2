import type {Catalog} from './catalog.ts'
import type {Contract} from './contract.ts'

/** What columns that foreign keys make equal hold: the tenant, the user, or a value of their own. */
export type ColumnClass = {readonly id: number; readonly holds: 'tenant' | 'user' | 'other'}

/** The class of a column. A class has one value per variant of row, so that every foreign key holds. */
export type Classes = (relation: string, column: string) => ColumnClass

/** Joins the columns that foreign keys equate; partitions and children have those of their parents. */
export function columnClasses(catalog: Catalog, contract: Contract): Classes {
  const parent = new Map<string, string>()
  const find = (key: string): string => {
    let root = key
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next
    parent.set(key, root)
    return root
  }
  const join = (one: string, other: string) => parent.set(find(one), find(other))
  for (const [oid, keys] of catalog.foreignKeys)
    for (const {columns, target, targetColumns} of keys)
      for (const [at, column] of columns.entries()) join(keyOf(oid, column), keyOf(target, targetColumns[at] ?? column))
  for (const {oid, parents, columns} of catalog.relations.values())
    for (const {name} of columns)
      for (const above of parents)
        if (catalog.relations.get(above)?.columns.some((column) => column.name === name))
          join(keyOf(oid, name), keyOf(above, name))

  const holds = marks(catalog, contract)
  const marked = new Map<string, 'tenant' | 'user'>()
  // The tenant is the stronger mark.
  for (const what of ['user', 'tenant'] as const)
    for (const [key, held] of holds) if (held === what) marked.set(find(key), what)
  const ids = new Map<string, number>()
  return (relation, column) => {
    const root = find(keyOf(relation, column))
    const id = ids.get(root) ?? ids.size + 1
    ids.set(root, id)
    return {id, holds: marked.get(root) ?? 'other'}
  }
}

function marks(
  {relations}: Catalog,
  {columns, userColumns, members, formerMembers}: Contract,
): Map<string, 'tenant' | 'user'> {
  const found = new Map<string, 'tenant' | 'user'>()
  for (const relation of relations.values()) {
    if (!['r', 'p'].includes(relation.kind)) continue
    for (const {name} of relation.columns) {
      if (columns.includes(name)) found.set(keyOf(relation.oid, name), 'tenant')
      else if (userColumns.includes(name)) found.set(keyOf(relation.oid, name), 'user')
    }
    for (const {table, row} of [...members, ...formerMembers])
      if (isTable(relation, table))
        for (const [name, value] of Object.entries(row)) {
          if (value === ':tenant') found.set(keyOf(relation.oid, name), 'tenant')
          if (value === ':user') found.set(keyOf(relation.oid, name), 'user')
        }
  }
  return found
}

/** Whether a relation is the table that the config names, with its schema or, in public, without. */
export const isTable = ({schema, name}: {readonly schema: string; readonly name: string}, table: string): boolean =>
  table === `${schema}.${name}` || (schema === 'public' && table === name)

const keyOf = (relation: string, column: string): string => `${relation}.${column}`
