import type pg from 'pg'
import {array, boolean, type InferOutput, nullable, number, object, parse, pipe, string, transform} from 'valibot'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {readSql} from '../postgres/sql-file.ts'

// int8, which pg gives as a string.
const oid = pipe(string(), transform(Number))
const field = object({name: string(), type: string()})

const relationShape = object({
  schema: string(),
  name: string(),
  kind: string(),
  comment: nullable(string()),
  definition: nullable(string()),
  partition_key: nullable(string()),
  row_security: boolean(),
  row_security_forced: boolean(),
  columns: array(
    object({
      name: string(),
      type: string(),
      /** The OID of the type. */
      type_id: number(),
      nullable: boolean(),
      default: nullable(string()),
      generated: nullable(string()),
      identity: nullable(string()),
      comment: nullable(string()),
    }),
  ),
  constraints: array(object({name: string(), kind: string(), columns: array(string()), definition: string()})),
  foreign_keys: array(
    object({
      name: string(),
      columns: array(string()),
      schema: string(),
      table: string(),
      /** The columns of `table`, in the order of `columns`. */
      references: array(string()),
      definition: string(),
    }),
  ),
  indexes: array(object({name: string(), definition: string(), valid: boolean()})),
  policies: array(
    object({
      name: string(),
      command: string(),
      permissive: boolean(),
      roles: array(string()),
      using: nullable(string()),
      check: nullable(string()),
    }),
  ),
  triggers: array(object({name: string(), definition: string()})),
  partitions: array(string()),
})

const functionShape = object({
  schema: string(),
  name: string(),
  kind: string(),
  arguments: string(),
  result: string(),
  returns_set: boolean(),
  inputs: array(field),
  defaults: number(),
  outputs: array(field),
  return_type: string(),
  language: string(),
  security_definer: boolean(),
  comment: nullable(string()),
})

const typeShape = object({
  schema: string(),
  name: string(),
  /** Its OID, and that of its array type: 0 where it has none. */
  id: oid,
  array_id: oid,
  kind: string(),
  labels: array(string()),
  base: nullable(string()),
  fields: array(field),
  comment: nullable(string()),
})

/** A table or a view. */
export type Relation = InferOutput<typeof relationShape>
export type Column = Relation['columns'][number]
export type Routine = InferOutput<typeof functionShape>
export type UserType = InferOutput<typeof typeShape>

/** What a database has, in the words of its catalogs. */
export type Dictionary = {
  readonly relations: readonly Relation[]
  readonly routines: readonly Routine[]
  readonly types: readonly UserType[]
}

/** Reads the dictionary in the snapshot that `client` is in, with search_path empty, so that names are qualified. */
export async function readDictionary(client: pg.ClientBase, schemas: readonly string[] | null): Promise<Dictionary> {
  const rows = async (file: string): Promise<unknown[]> =>
    (await client.query(await readSql(`catalog/dictionary/${file}.sql`), [schemas, OWN_SCHEMA])).rows
  return {
    relations: parse(array(relationShape), await rows('relations')),
    routines: parse(array(functionShape), await rows('functions')),
    types: parse(array(typeShape), await rows('types')),
  }
}

/** `public.users`; what the dictionary calls a relation. */
export const identityOf = ({schema, name}: {readonly schema: string; readonly name: string}): string =>
  `${schema}.${name}`
