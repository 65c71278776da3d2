import type pg from 'pg'
import {array, boolean, type GenericSchema, type InferOutput, nullable, number, object, parse, string} from 'valibot'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {readSql} from '../postgres/sql-file.ts'
import {haveRoles, type Sides, writingVictims} from './schemas/sides.ts'

const column = object({
  name: string(),
  number: number(),
  /** As in CREATE TABLE; of a domain its name. */
  type: string(),
  /** pg_type.typname, of a domain that of the type below all domains. */
  base: string(),
  baseType: string(),
  category: string(),
  element: nullable(string()),
  domain: nullable(string()),
  labels: nullable(array(string())),
  notNull: boolean(),
  identity: boolean(),
  generated: boolean(),
  default: nullable(string()),
  writable: boolean(),
})

const relation = object({
  oid: string(),
  identity: string(),
  schema: string(),
  name: string(),
  kind: string(),
  partition: boolean(),
  secured: boolean(),
  owner: string(),
  bound: nullable(string()),
  parents: array(string()),
  triggered: boolean(),
  /** Whether a trigger or a rule may write elsewhere. */
  sideEffects: boolean(),
  reads: array(string()),
  columns: array(column),
})

const constraint = object({
  kind: string(),
  relation: string(),
  target: nullable(string()),
  name: string(),
  columns: nullable(array(nullable(string()))),
  targetColumns: nullable(array(string())),
  expression: nullable(string()),
  primary: boolean(),
})

const privilege = object({
  relation: string(),
  role: string(),
  read: boolean(),
  insert: array(string()),
  update: array(string()),
  select: array(string()),
  delete: boolean(),
  truncate: boolean(),
  owns: boolean(),
  /** Whether a permissive policy is for the role. */
  addressed: boolean(),
})

const callable = object({
  oid: string(),
  schema: string(),
  name: string(),
  identity: string(),
  signature: string(),
  procedure: boolean(),
  set: boolean(),
  role: string(),
  arguments: array(object({name: string(), type: string(), base: string()})),
})

export type Column = InferOutput<typeof column>
export type Relation = InferOutput<typeof relation>
export type Privilege = InferOutput<typeof privilege>
export type Callable = InferOutput<typeof callable>
export type Reach = {readonly start: string; readonly role: string; readonly superuser: boolean}
export type Preset = {readonly role: string; readonly name: string; readonly value: string}

export type Check = {readonly columns: readonly string[]; readonly expression: string}
export type ForeignKey = {
  readonly name: string
  readonly columns: readonly string[]
  readonly target: string
  readonly targetColumns: readonly string[]
}
export type Unique = {
  readonly name: string
  readonly columns: readonly string[]
  readonly partial: boolean
  readonly primary: boolean
}

/** What the proof has to know of a database. Maps are by oid. */
export type Catalog = {
  readonly relations: ReadonlyMap<string, Relation>
  readonly checks: ReadonlyMap<string, readonly Check[]>
  readonly domainChecks: ReadonlyMap<string, readonly string[]>
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKey[]>
  /** Unique indexes on plain columns. */
  readonly uniques: ReadonlyMap<string, readonly Unique[]>
  readonly privileges: readonly Privilege[]
  readonly functions: readonly Callable[]
  readonly sequences: readonly {readonly identity: string; readonly role: string}[]
  readonly reach: readonly Reach[]
  /** Custom settings that the SQL in the database asks for. */
  readonly settings: readonly string[]
}

/**
 * Reads the catalogs of a database, for these application roles. Where each tenant has a schema, also what B may, and all
 * functions where one role works in every schema.
 */
export async function readCatalog(client: pg.ClientBase, roles: readonly string[], sides?: Sides): Promise<Catalog> {
  const ask = async <S extends GenericSchema>(file: string, shape: S, params: unknown[]): Promise<InferOutput<S>[]> =>
    parse(array(shape), (await client.query(await readSql(`isolation/${file}.sql`), params)).rows)
  const relations = await ask('relations', relation, [OWN_SCHEMA])
  const constraints = await ask('constraints', constraint, [])
  const reach = await ask('roles', object({start: string(), role: string(), superuser: boolean()}), [roles])
  const reachable = [...new Set(reach.map(({role}) => role))]
  return {
    relations: new Map(relations.map((one) => [one.oid, one])),
    checks: grouped(constraints, 'check', ({columns, expression}) => ({
      columns: names(columns),
      expression: expression ?? 'true',
    })),
    domainChecks: grouped(constraints, 'domain', ({expression}) => expression ?? 'true'),
    foreignKeys: grouped(constraints, 'foreign key', ({name, columns, target, targetColumns}) => ({
      name,
      columns: names(columns),
      target: target ?? '',
      targetColumns: targetColumns ?? [],
    })),
    uniques: grouped(
      constraints.filter(({columns}) => (columns ?? [null]).every((name) => name !== null)),
      'unique',
      ({name, columns, expression, primary}) => ({
        name,
        columns: names(columns),
        partial: expression !== null,
        primary,
      }),
    ),
    privileges: await ask('privileges', privilege, [
      relations.map(({oid}) => oid),
      [...new Set([...reachable, ...(sides ? writingVictims(sides).map(({role}) => role) : [])])],
    ]),
    functions: await ask('functions', callable, [roles, OWN_SCHEMA, sides !== undefined && !haveRoles(sides)]),
    sequences: await ask('sequences', object({identity: string(), role: string()}), [roles, OWN_SCHEMA]),
    reach,
    settings: (await ask('settings', object({name: string()}), [])).map(({name}) => name),
  }
}

/** What sessions of these roles begin with. Settings of a database are no part of its clone. */
export async function readPresets(client: pg.ClientBase, roles: readonly string[]): Promise<readonly Preset[]> {
  const {rows} = await client.query(await readSql('isolation/presets.sql'), [roles])
  return parse(array(object({role: string(), name: string(), value: string()})), rows)
}

type Constraint = InferOutput<typeof constraint>

function grouped<T>(rows: readonly Constraint[], kind: string, build: (row: Constraint) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    if (row.kind !== kind) continue
    const group = groups.get(row.relation)
    if (group) group.push(build(row))
    else groups.set(row.relation, [build(row)])
  }
  return groups
}

const names = (columns: readonly (string | null)[] | null): string[] =>
  (columns ?? []).filter((name): name is string => name !== null)
