import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {strings} from '../tree.ts'

export const createEnum: LintRule = {
  name: 'create-enum',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'CREATE TYPE … AS ENUM',
  why: 'A value can be added and renamed, but never taken away.',
  cure: 'a table of values and a foreign key, or a CHECK, where values come and go',
  unsafe: "CREATE TYPE colour AS ENUM ('red', 'green');",
  safe: 'CREATE TABLE IF NOT EXISTS colours (name text PRIMARY KEY);',
  checks: [
    onStatement('CreateEnumStmt', function* ({typeName}) {
      yield {message: `the values of ${strings(typeName).map(ident).join('.')} can never be taken away`}
    }),
  ],
}
