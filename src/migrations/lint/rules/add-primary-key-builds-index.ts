import {isUsed} from '../context.ts'
import {rangeText} from '../name.ts'
import {type LintRule, onConstraint} from '../rule.ts'
import {usingIndex} from '../safe-form.ts'

export const addPrimaryKeyBuildsIndex: LintRule = {
  name: 'add-primary-key-builds-index',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'ADD PRIMARY KEY, which builds its index under the strongest lock',
  why: 'The index is built, and the columns are searched for nulls, under ACCESS EXCLUSIVE.',
  cure: 'make the columns NOT NULL, CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX',
  unsafe: 'ALTER TABLE countries ADD CONSTRAINT countries_pkey PRIMARY KEY (code);',
  safe: `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS countries_pkey ON countries (code);
ALTER TABLE countries ADD CONSTRAINT countries_pkey PRIMARY KEY USING INDEX countries_pkey;`,
  claim: {table: 'countries', lock: 'ACCESS EXCLUSIVE', scans: true},
  checks: [
    onConstraint(function* (added) {
      const {constraint, range, table, creates} = added
      if (constraint.contype !== 'CONSTR_PRIMARY' || constraint.indexname || creates || !isUsed(table)) return
      yield {
        message: `building the primary key's index blocks reads and writes of ${rangeText(range)}`,
        at: constraint.location,
        table,
        ...usingIndex(added),
      }
    }),
  ],
}
