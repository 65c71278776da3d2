import {type Dictionary, identityOf, type Relation} from '../dictionary/dictionary.ts'

/** What a schema looks as if it wanted: for a person to confirm. */
export type Proposal = {
  /** Rows that say whose they are. */
  readonly isolation: {
    readonly column: string
    readonly setting: string | null
    readonly role: string | null
    /** In how many tables the column is. */
    readonly tables: number
  } | null
  /** A schema per tenant. */
  readonly tenancy: {
    readonly registry: string
    readonly schemaColumn: string
    readonly template: string | null
  } | null
  /** Tables whose rows expire. */
  readonly expire: readonly {readonly table: string; readonly column: string}[]
}

const TENANT_COLUMN = /^(?:tenant|organi[sz]ation|org|workspace|account|company|customer|team)_?id$/i
const SCHEMA_COLUMN = /^(?:schema|schema_name|tenant_schema|db_schema)$/i
const TEMPLATE = /^(?:template|tenant_template|template_tenant|base_tenant)$/i
const TRANSIENT = /token|session|invitation|invite|otp|verification|nonce|presence/i
const EXPIRY = /^(?:expires?|expires?_(?:at|on)|expiry|expiration|expired_at|valid_until)$/i
/** A tenant column in fewer tables is a foreign key like any other. */
const LEAST_SHARE = 0.3

export function propose({relations}: Dictionary): Proposal {
  const tables = relations.filter(({kind}) => kind === 'table' || kind === 'partitioned table')
  return {isolation: isolationOf(tables), tenancy: tenancyOf(tables), expire: expireOf(tables)}
}

function isolationOf(tables: readonly Relation[]): Proposal['isolation'] {
  const counts = countBy(
    tables.flatMap(({columns}) => columns.map(({name}) => name).filter((name) => TENANT_COLUMN.test(name))),
  )
  const [column, count] = counts[0] ?? []
  if (column === undefined || count === undefined || count < 2 || count < tables.length * LEAST_SHARE) return null
  const policies = tables.flatMap((table) => table.policies)
  const conditions = policies.flatMap(({using, check}) => [using ?? '', check ?? ''])
  const settings = countBy(
    conditions.flatMap((text) => [...text.matchAll(/current_setting\('([^']+)'/g)].map(([, name = '']) => name)),
  )
  const roles = countBy(policies.flatMap((policy) => policy.roles.filter((role) => role !== 'public')))
  return {column, setting: settings[0]?.[0] ?? null, role: roles[0]?.[0] ?? null, tables: count}
}

function tenancyOf(tables: readonly Relation[]): Proposal['tenancy'] {
  const registry = tables.find(
    ({name, columns}) =>
      /tenant|organi[sz]ation|customer|account/i.test(name) &&
      columns.some((column) => SCHEMA_COLUMN.test(column.name)),
  )
  const schemaColumn = registry?.columns.find((column) => SCHEMA_COLUMN.test(column.name))?.name
  if (!registry || schemaColumn === undefined) return null
  const template = tables.find(({schema}) => TEMPLATE.test(schema))?.schema ?? null
  return {registry: identityOf(registry), schemaColumn, template}
}

const expireOf = (tables: readonly Relation[]): Proposal['expire'] =>
  tables.flatMap((table) => {
    if (!TRANSIENT.test(table.name)) return []
    const column = table.columns.find(({name, type}) => EXPIRY.test(name) && /^(?:timestamp|date)/.test(type))
    return column ? [{table: identityOf(table), column: column.name}] : []
  })

/** What there is, the most frequent first. */
function countBy(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}
