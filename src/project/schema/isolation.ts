import * as v from 'valibot'
import {table, text, texts} from './common.ts'

const textOrTexts = v.union([text, texts], 'a name or a list of names')

const members = v.array(
  v.strictObject({
    table: v.pipe(table, v.description('The table with the memberships')),
    row: v.pipe(
      v.record(text, v.union([v.string(), v.number(), v.boolean()])),
      v.description('What it takes to be a member; :tenant and :user stand for the ids'),
    ),
  }),
)

export const isolation = v.strictObject({
  column: v.optional(v.pipe(textOrTexts, v.description('The columns that say whose a row is, the weightiest first'))),
  user: v.optional(v.pipe(textOrTexts, v.description('The columns that say whose a row is where no tenant column is'))),
  setting: v.optional(v.pipe(text, v.description('The setting that says who asks, e.g. app.tenant_id'))),
  'sign-in': v.optional(
    v.pipe(
      text,
      v.description(
        'SQL that signs in, with :tenant and :user (of a schema per tenant :schema and :name), where the setting is not enough',
      ),
    ),
  ),
  role: v.optional(
    v.pipe(
      v.union([text, texts], 'a role or a list of roles'),
      v.description('The roles that the application signs in as; {schema} and {name} stand for those of a tenant'),
    ),
  ),
  members: v.optional(v.pipe(members, v.description('Rows that make :user a member of :tenant'))),
  'former-members': v.optional(v.pipe(members, v.description('Rows of one who is no member any more, or not yet'))),
  except: v.optional(v.pipe(texts, v.description('Tables that every tenant shares'))),
})

export type IsolationConfig = v.InferOutput<typeof isolation>
