import * as v from 'valibot'
import {backup} from './backup.ts'
import {paths, text} from './common.ts'
import {conventions} from './conventions.ts'
import {databases} from './databases.ts'
import {drift} from './drift.ts'
import {isolation} from './isolation.ts'
import {maintenance} from './maintenance.ts'
import {rules} from './rules.ts'
import {tenancy} from './tenancy.ts'

/** What pgplumb.yaml may say. `scripts/json-schema.js` publishes it for editors as pgplumb.schema.json. */
export const config = v.strictObject({
  $schema: v.optional(v.string()),
  schema: v.optional(v.pipe(paths, v.description('The master schema: a file, a folder or a list of them'))),
  prelude: v.optional(v.pipe(paths, v.description('What the platform provides: applied first, never drift'))),
  migrations: v.optional(v.pipe(text, v.description('The folder of numbered migrations'))),
  history: v.optional(
    v.pipe(
      text,
      v.description(
        'The schema in which schema_migrations is kept; default: public, or pgplumb where another tool has that table',
      ),
    ),
  ),
  seeds: v.optional(v.pipe(paths, v.description('Data for a fresh database: a file, a folder or a list of them'))),
  databases: v.optional(databases),
  drift: v.optional(drift),
  tenancy: v.optional(tenancy),
  isolation: v.optional(isolation),
  rules: v.optional(rules),
  conventions: v.optional(conventions),
  maintenance: v.optional(maintenance),
  backup: v.optional(backup),
  pgDump: v.optional(v.pipe(text, v.description('The pg_dump to use'))),
})

export type Config = v.InferOutput<typeof config>
