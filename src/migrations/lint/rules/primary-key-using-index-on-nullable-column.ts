import {isProvedNotNull} from '../command-effect.ts'
import {isUsed} from '../context.ts'
import {identList, rangeText} from '../name.ts'
import {type LintRule, onConstraint} from '../rule.ts'
import {notNullLater} from '../safe-form.ts'

export const primaryKeyUsingIndexOnNullableColumn: LintRule = {
  name: 'primary-key-using-index-on-nullable-column',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'PRIMARY KEY USING INDEX on columns that may be null',
  why: 'The index is there, but SET NOT NULL is done on the way: every row is read under ACCESS EXCLUSIVE.',
  cure: 'make the columns NOT NULL first, by way of a validated CHECK',
  unsafe: `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS countries_name ON countries (name);
ALTER TABLE countries ADD CONSTRAINT countries_pkey PRIMARY KEY USING INDEX countries_name;`,
  safe: `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS countries_code ON countries (code);
ALTER TABLE countries ADD CONSTRAINT countries_pkey PRIMARY KEY USING INDEX countries_code;`,
  checks: [
    onConstraint(function* ({constraint, range, table, statement}) {
      if (constraint.contype !== 'CONSTR_PRIMARY' || !constraint.indexname || !table || !isUsed(table)) return
      const index = table.indexes.find(({name}) => name === constraint.indexname)
      const nullable = (index?.columns ?? []).flatMap((column) =>
        column !== null && !isProvedNotNull(table, column) ? [column] : [],
      )
      const [first] = nullable
      if (first === undefined) return
      yield {
        message: `${identList(nullable)} may be null, so all of ${rangeText(range)} is read while nobody else can`,
        at: constraint.location,
        table,
        sql: notNullLater(range, first, statement).sql,
      }
    }),
  ],
}
