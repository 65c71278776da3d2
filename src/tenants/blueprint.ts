import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {dumpSchema} from '../postgres/pg-dump/dump.ts'
import {quoteIdent, quoteLiteral, quoteQualified} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import type {Entry} from '../schema/entry.ts'
import {loadParser} from '../schema/parse.ts'
import {readDump} from '../schema/read.ts'
import {ownerStatements} from './owners.ts'
import {joined, type Pattern} from './rewrite/pattern.ts'
import {patternOf} from './rewrite/references.ts'

/** How to make a tenant's schema, built once for all: SQL in which the schema's name is left out. */
export type Blueprint = {
  readonly template: string
  /** `CREATE SCHEMA`. */
  readonly schema: Pattern
  /** Everything in it. Wants an empty search_path and check_function_bodies off. */
  readonly objects: Pattern
}

export type BlueprintOptions = {
  readonly pgDump: PgDumpChoice
  /** Tables of the template whose rows are copied; or all of them, and the states of all sequences. */
  readonly reference?: readonly string[] | 'all'
  /** The history's table in the template. */
  readonly history: string
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads the template.
 * @throws Failure `no_template`, `no_reference_table`, and those of `dumpSchema`
 */
export async function readBlueprint(
  address: Address,
  template: string,
  {pgDump, reference = [], history, signal}: BlueprintOptions,
): Promise<Blueprint> {
  const options = {schemas: [template], ...(signal ? {signal} : {})}
  const [{entries}] = await Promise.all([
    readDump(dumpSchema(address, pgDump, options)).catch((error) => {
      if (error instanceof Failure && error.code === 'no_such_object')
        throw new Failure('no_template', `there is no schema "${template}" in ${address.database}`, {
          hint: 'make it, with the tables that each tenant is to have; or correct tenancy.template in the config',
          cause: error,
        })
      throw error
    }),
    loadParser(),
  ])
  const own = [...entries.values()]
  const pattern = (sql: string): Pattern => patternOf(sql, template)
  const all = (list: readonly Entry[]): Pattern[] => list.map(({text}) => pattern(terminated(text)))
  const isSchema = ({type, tag}: Entry) => type === 'SCHEMA' && tag === template
  const objects = own.filter((entry) => !isSchema(entry) && !isGrant(entry))
  const split = objects.findIndex(isAfterRows)
  const [first, then] = split < 0 ? [objects, []] : [objects.slice(0, split), objects.slice(split)]
  const hasHistory = own.some(({type, tag}) => type === 'TABLE' && tag === history)
  const {copied, sequences} =
    reference === 'all'
      ? await readAll(address, template)
      : await readCopied(address, template, [...reference, ...(hasHistory ? [history] : [])])
  return {
    template,
    schema: joined(all(own.filter(isSchema))),
    objects: joined([
      ...all(first),
      ...copied.map((table) => copyRows(table, template)),
      ...sequences.map((sequence) => copyState(sequence, template)),
      ...all(then),
      ...own
        .filter(({type}) => type === 'MATERIALIZED VIEW')
        .map(({tag}) => [...relation(tag, 'REFRESH MATERIALIZED VIEW '), ';']),
      ...ownerStatements(own, address.user).map(pattern),
      ...all(own.filter(isGrant)),
    ]),
  }
}

const terminated = (text: string): string => (text.trimEnd().endsWith(';') ? text : `${text};`)

/** Grants are about the owner that an object has in the end. */
const isGrant = ({type}: Entry): boolean => type === 'ACL' || type === 'DEFAULT ACL'

/** Where pg_dump would put the rows: before what is quicker, or only possible, when they are there. */
const AFTER_ROWS = new Set(['CONSTRAINT', 'INDEX', 'TRIGGER', 'RULE', 'FK CONSTRAINT', 'POLICY', 'ROW SECURITY'])

/** Whether pg_dump would put it after the rows. */
const isAfterRows = ({type}: Entry): boolean => AFTER_ROWS.has(type)

const relation = (name: string, before: string): Pattern => [
  before,
  {as: 'identifier', within: []},
  `.${quoteIdent(name)}`,
]

type Table = {
  readonly name: string
  readonly columns: readonly string[]
  /** Of each column: its type, where that is the schema's own, with the schema's name. */
  readonly types: readonly (string | null)[]
}
type Copied = {readonly copied: readonly Table[]; readonly sequences: readonly string[]}

/** Tables, and the sequences that belong to them. */
async function readCopied(address: Address, template: string, tables: readonly string[]): Promise<Copied> {
  if (tables.length === 0) return {copied: [], sequences: []}
  const sql = await readSql('tenants/copied-tables.sql')
  const {rows} = await withConnection(address, (client) =>
    client.query<Table & {readonly sequences: readonly string[]}>(sql, [template, tables]),
  )
  const copied = tables.map((table) => {
    const found = rows.find(({name}) => name === table)
    if (found) return found
    throw new Failure('no_reference_table', `the template has no table "${table}", whose rows tenants are to get`, {
      hint: 'correct tenancy.reference in the config',
    })
  })
  return {copied, sequences: copied.flatMap((table) => table.sequences)}
}

async function readAll(address: Address, template: string): Promise<Copied> {
  const tables = await readSql('tenants/copied-tables.sql')
  return withConnection(address, async (client) => {
    const {rows: copied} = await client.query<Table>(tables, [template, null])
    const {rows: sequences} = await client.query<{name: string}>(
      'SELECT sequencename::text AS name FROM pg_catalog.pg_sequences WHERE schemaname = $1 ORDER BY 1',
      [template],
    )
    return {copied, sequences: sequences.map(({name}) => name)}
  })
}

/** The template's rows with their values. What is generated generates itself. */
function copyRows({name, columns, types}: Table, template: string): Pattern {
  const values = columns.map((column, index): Pattern => {
    const type = types[index] ?? null
    // The tenant's own type is another one, of the same words.
    return type === null ? [quoteIdent(column)] : [`${quoteIdent(column)}::text::`, ...patternOf(type, template)]
  })
  return [
    ...relation(name, 'INSERT INTO '),
    ` (${columns.map(quoteIdent).join(', ')}) OVERRIDING SYSTEM VALUE SELECT `,
    ...joined(values, ', '),
    ` FROM ${quoteQualified(template, name)};`,
  ]
}

function copyState(sequence: string, template: string): Pattern {
  const constant = quoteLiteral(quoteIdent(sequence))
  const open = constant.slice(0, constant.indexOf("'") + 1)
  return [
    `SELECT pg_catalog.setval(${open}`,
    {as: 'identifier', within: [open === "'" ? 'plain' : 'escape']},
    `.${constant.slice(open.length)}, last_value, is_called) FROM ${quoteQualified(template, sequence)};`,
  ]
}
