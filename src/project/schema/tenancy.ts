import * as v from 'valibot'
import {PRIVILEGES} from '../../postgres/privileges.ts'
import {table, text, texts} from './common.ts'

const privileges = (...words: readonly string[]) =>
  v.optional(
    v.union([v.picklist([...words, 'all']), v.array(v.picklist([...words, 'all']))], 'a privilege or a list of them'),
  )

const access = v.strictObject({
  schema: privileges(...PRIVILEGES.schema),
  tables: privileges(...PRIVILEGES.tables),
  sequences: privileges(...PRIVILEGES.sequences),
  functions: privileges(...PRIVILEGES.functions),
  except: v.optional(v.pipe(texts, v.description('Tables on which the role may do nothing'))),
})

const value = v.union([v.string(), v.number(), v.boolean()], 'a text, a number or a boolean')

export const tenancy = v.strictObject({
  model: v.pipe(
    v.picklist(['schema', 'row']),
    v.description('A schema per tenant, or a tenant column in shared tables'),
  ),
  registry: v.optional(
    v.strictObject({
      table: v.pipe(table, v.description('The table with a row per tenant')),
      schema: v.optional(v.pipe(text, v.description("The column with the name of the tenant's schema"))),
      id: v.optional(v.pipe(text, v.description("The column with the tenant's id"))),
      name: v.optional(v.pipe(text, v.description("The column with the tenant's name, as commands take it"))),
      columns: v.optional(
        v.pipe(
          v.record(text, value),
          v.description('What other columns of a new row hold; {name} and {schema} stand for those of the tenant'),
        ),
      ),
      database: v.optional(
        v.pipe(
          text,
          v.description('The database that has one registry for all shards; absent: each shard has its own'),
        ),
      ),
      shard: v.optional(
        v.pipe(text, v.description("With database: the column with the name of the tenant's shard; null is database")),
      ),
    }),
  ),
  template: v.optional(v.pipe(text, v.description('The schema that new tenants are copies of'))),
  migrations: v.optional(v.pipe(text, v.description('The folder of migrations that run in every tenant'))),
  prefix: v.optional(v.pipe(v.string(), v.description("What a tenant's schema is called before the tenant's name"))),
  names: v.optional(
    v.pipe(v.picklist(['subdomain', 'any']), v.description('What a tenant may be called: as a subdomain, or anything')),
  ),
  reserved: v.optional(v.pipe(texts, v.description('Names that no tenant may have'))),
  reference: v.optional(v.pipe(texts, v.description('Tables of the template whose rows new tenants get, too'))),
  access: v.optional(
    v.pipe(
      v.record(text, access),
      v.description('What each role may do in the template and in every tenant, and nothing else'),
    ),
  ),
  admin: v.optional(
    v.pipe(text, v.description("An SQL file that runs in a new tenant, e.g. for its first user; :'x' is a parameter")),
  ),
  shards: v.optional(
    v.pipe(v.array(text), v.minLength(1, 'at least one database'), v.description('The databases that hold tenants')),
  ),
  queue: v.optional(v.pipe(text, v.description("The database that holds the queue of the fleet's work"))),
  citus: v.optional(v.pipe(v.boolean(), v.description("Whether Citus distributes tenants' schemas over its nodes"))),
})

export type TenancyConfig = v.InferOutput<typeof tenancy>
