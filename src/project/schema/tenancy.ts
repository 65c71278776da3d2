import * as v from 'valibot'
import {table, text} from './common.ts'

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
    }),
  ),
  template: v.optional(v.pipe(text, v.description('The schema that new tenants are copies of'))),
  migrations: v.optional(v.pipe(text, v.description('The folder of migrations that run in every tenant'))),
})

export type TenancyConfig = v.InferOutput<typeof tenancy>
