import * as v from 'valibot'
import {text, texts} from './common.ts'

export const isolation = v.strictObject({
  column: v.optional(v.pipe(text, v.description('The column that says whose a row is'))),
  setting: v.optional(v.pipe(text, v.description('The setting that says who asks, e.g. app.tenant_id'))),
  role: v.optional(
    v.pipe(
      v.union([text, texts], 'a role or a list of roles'),
      v.description('The roles that the application signs in as'),
    ),
  ),
  except: v.optional(v.pipe(texts, v.description('Tables that every tenant shares'))),
})

export type IsolationConfig = v.InferOutput<typeof isolation>
