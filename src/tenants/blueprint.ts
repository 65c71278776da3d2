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
  /** Tables of the template whose rows are copied. */
  readonly reference?: readonly string[]
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
  const split = objects.findIndex(({type}) => AFTER_ROWS.has(type))
  const [first, then] = split < 0 ? [objects, []] : [objects.slice(0, split), objects.slice(split)]
  const hasHistory = own.some(({type, tag}) => type === 'TABLE' && tag === history)
  const copied = await readCopied(address, template, [...reference, ...(hasHistory ? [history] : [])])
  return {
    template,
    schema: joined(all(own.filter(isSchema))),
    objects: joined([
      ...all(first),
      ...copied.flatMap((table) => copyRows(table, template)),
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

const relation = (name: string, before: string): Pattern => [
  before,
  {as: 'identifier', within: []},
  `.${quoteIdent(name)}`,
]

type Copied = {readonly name: string; readonly columns: readonly string[]; readonly sequences: readonly string[]}

async function readCopied(address: Address, template: string, tables: readonly string[]): Promise<readonly Copied[]> {
  if (tables.length === 0) return []
  const sql = await readSql('tenants/copied-tables.sql')
  const {rows} = await withConnection(address, (client) => client.query<Copied>(sql, [template, tables]))
  return tables.map((table) => {
    const found = rows.find(({name}) => name === table)
    if (found) return found
    throw new Failure('no_reference_table', `the template has no table "${table}", whose rows tenants are to get`, {
      hint: 'correct tenancy.reference in the config',
    })
  })
}

/** The template's rows with their values, and its sequences' states. What is generated generates itself. */
function copyRows({name, columns, sequences}: Copied, template: string): Pattern[] {
  const list = columns.map(quoteIdent).join(', ')
  return [
    [
      ...relation(name, 'INSERT INTO '),
      ` (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM ${quoteQualified(template, name)};`,
    ],
    ...sequences.map((sequence): Pattern => {
      const constant = quoteLiteral(quoteIdent(sequence))
      const open = constant.slice(0, constant.indexOf("'") + 1)
      return [
        `SELECT pg_catalog.setval(${open}`,
        {as: 'identifier', within: [open === "'" ? 'plain' : 'escape']},
        `.${constant.slice(open.length)}, last_value, is_called) FROM ${quoteQualified(template, sequence)};`,
      ]
    }),
  ]
}
