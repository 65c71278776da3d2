import {quoteIdent, quoteLiteral} from '../postgres/quote.ts'
import type {MemberRows} from '../project/project.ts'
import type {Catalog, Column, Relation} from './catalog.ts'
import {type Classes, isTable} from './classes.ts'
import type {Contract} from './contract.ts'
import {foreignKeysOf, type Owned} from './owners.ts'
import {type Identity, idOf, sampleOf} from './values.ts'

/** Which row: of the attacker, of the victim, a further one of either, or the account of one who owns nothing. */
export type Variant = 'attacker' | 'victim' | 'attacker2' | 'victim2' | 'outsider' | 'former' | 'bystander'

const OWNER: Readonly<Record<Variant, Identity>> = {
  attacker: 'attacker',
  attacker2: 'attacker',
  victim: 'victim',
  victim2: 'victim',
  outsider: 'outsider',
  former: 'former',
  bystander: 'bystander',
}
/** Which sample of a value each takes, so that no two are equal. */
export const NTH: Readonly<Record<Variant, number>> = {
  attacker: 1,
  victim: 2,
  attacker2: 3,
  victim2: 4,
  outsider: 5,
  former: 6,
  bystander: 7,
}

/** SQL expressions by column; a column that is absent takes its default. */
export type Row = ReadonlyMap<string, string>

/** Makes rows. `retry` gives other values to what is no key of another row. */
export type RowMaker = {
  readonly row: (relation: Relation, variant: Variant, retry?: number) => Map<string, string>
  /** The value that column has in seeded rows of that owner, or null. */
  readonly value: (relation: Relation, column: Column, variant: Variant, retry?: number) => string | null
  /** Another value for a column that refers to somebody or something, where two must not be the same. */
  readonly other: (relation: Relation, column: Column, variant: Variant) => string | null
  /** The condition that says that a row is the owner's. */
  readonly belongsTo: (owned: Owned, who: Identity) => string
  /** The id of somebody, as text. */
  readonly id: (holds: 'tenant' | 'user', who: Identity) => string
}

export type Fixed = {
  /** The tenant that a session begins as, where one is preset: then it is the victim. */
  readonly presetTenant: string | null
  /** Victims of single relations, where a partition takes certain tenants only. */
  readonly victims: ReadonlyMap<string, string>
}

export function rowMaker(catalog: Catalog, contract: Contract, classes: Classes, fixed: Fixed): RowMaker {
  const references = new Map<string, ReadonlySet<string>>()
  const referring = (relation: Relation): ReadonlySet<string> => {
    const known = references.get(relation.oid)
    if (known) return known
    const columns = new Set(foreignKeysOf(catalog, relation).flatMap((key) => key.columns))
    references.set(relation.oid, columns)
    return columns
  }
  const text = (relation: Relation, column: Column, variant: Variant, retry: number): string | null => {
    const {id, holds} = classes(relation.oid, column.name)
    const who = OWNER[variant]
    if (holds === 'tenant') {
      // One who was a member of the victim's tenant: the row is about that tenant.
      const tenant = who === 'former' ? 'victim' : who
      if (tenant === 'victim')
        return fixed.victims.get(relation.oid) ?? fixed.presetTenant ?? idOf(column, tenant, 'tenant')
      return idOf(column, tenant, 'tenant')
    }
    if (holds === 'user') return idOf(column, who, 'user')
    const refers = referring(relation).has(column.name)
    const nth = refers ? (who === 'attacker' ? 1 : 2) : NTH[variant]
    return sampleOf(column, id * 8 + nth + (refers ? 0 : retry * 50_021))
  }
  const value = (relation: Relation, column: Column, variant: Variant, retry = 0): string | null => {
    const pinned = pinnedValue(contract, relation, column, variant)
    const found = pinned ?? text(relation, column, variant, retry)
    return found === null ? null : literal(found, column)
  }
  const other = (relation: Relation, column: Column, variant: Variant): string | null => {
    const {id, holds} = classes(relation.oid, column.name)
    if (holds === 'tenant') return null
    const found =
      holds === 'user'
        ? idOf(column, 'bystander', 'user')
        : sampleOf(column, id * 8 + (OWNER[variant] === 'attacker' ? 7 : 0))
    return found === null ? null : literal(found, column)
  }
  const row = (relation: Relation, variant: Variant, retry = 0): Map<string, string> => {
    const values = new Map<string, string>()
    const keys = new Set([
      ...(catalog.uniques.get(relation.oid) ?? []).flatMap(({columns}) => columns),
      ...referring(relation),
    ])
    for (const column of relation.columns) {
      if (column.generated) continue
      const needed = keys.has(column.name) || column.identity || classes(relation.oid, column.name).holds !== 'other'
      if (column.default !== null && !needed && pinnedValue(contract, relation, column, variant) === null) continue
      const sql = value(relation, column, variant, retry)
      if (sql !== null) values.set(column.name, sql)
    }
    return values
  }
  const belongsTo = ({relation, whose, by, side}: Owned, who: Identity): string => {
    if (by === 'schema') return String(side === who)
    return whose.map((column) => `${quoteIdent(column.name)} = ${value(relation, column, who) ?? 'NULL'}`).join(' AND ')
  }
  const id = (holds: 'tenant' | 'user', who: Identity): string => {
    for (const relation of catalog.relations.values())
      for (const column of relation.columns)
        if (['r', 'p'].includes(relation.kind) && classes(relation.oid, column.name).holds === holds)
          return (holds === 'tenant' && who === 'victim' ? fixed.presetTenant : null) ?? idOf(column, who, holds) ?? ''
    return ''
  }
  return {row, value, other, belongsTo, id}
}

/** A constant of the column's type; of a domain, of the type below it, so that the row's CHECKs can be tried first. */
export const literal = (value: string, {baseType}: Pick<Column, 'baseType'>): string =>
  `${quoteLiteral(value)}::${baseType}`

function pinnedValue(contract: Contract, relation: Relation, column: Column, variant: Variant): string | null {
  const rows: readonly MemberRows[] = variant === 'former' ? contract.formerMembers : contract.members
  const pinned = rows.find(({table}) => isTable(relation, table))?.row[column.name]
  const {sides} = contract
  if (sides && (pinned === ':schema' || pinned === ':name')) {
    const {schema, name} = OWNER[variant] === 'attacker' ? sides.attacker : sides.victims[0]
    return pinned === ':schema' ? schema : name
  }
  return pinned === undefined || pinned === ':tenant' || pinned === ':user' ? null : String(pinned)
}

/** The INSERT of a row. */
export function insertSql({identity}: Pick<Relation, 'identity'>, row: Row): string {
  if (row.size === 0) return `INSERT INTO ${identity} DEFAULT VALUES`
  return `INSERT INTO ${identity} (${[...row.keys()].map(quoteIdent).join(', ')}) OVERRIDING SYSTEM VALUE VALUES (${[...row.values()].join(', ')})`
}
