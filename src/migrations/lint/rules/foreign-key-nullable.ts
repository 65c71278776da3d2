import {constraintsOf} from '../model/element.ts'
import {ident} from '../name.ts'
import {type LintRule, onColumn} from '../rule.ts'

export const foreignKeyNullable: LintRule = {
  name: 'foreign-key-nullable',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'a column with a foreign key that may be null',
  why: 'A null refers to nothing, and no foreign key forbids that.',
  cure: 'NOT NULL, where every row has one',
  unsafe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id));',
  safe: 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers (id));',
  checks: [
    onColumn(function* ({def}) {
      const kinds = constraintsOf(def).map(({contype}) => contype)
      if (kinds.includes('CONSTR_FOREIGN') && !kinds.includes('CONSTR_NOTNULL') && !kinds.includes('CONSTR_PRIMARY'))
        yield {message: `${ident(def.colname ?? '')} may refer to nothing`, at: def.location}
    }),
  ],
}
