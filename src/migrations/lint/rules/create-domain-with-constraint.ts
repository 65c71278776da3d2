import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {all, strings} from '../tree.ts'

export const createDomainWithConstraint: LintRule = {
  name: 'create-domain-with-constraint',
  group: 'design',
  severity: 'info',
  optional: true,
  what: 'CREATE DOMAIN with a constraint',
  why: 'Changing the constraint later checks every table that uses the domain; adding a column of it writes the table anew.',
  cure: 'a CHECK at the column can be changed table by table, NOT VALID first',
  unsafe: 'CREATE DOMAIN percentage AS integer CHECK (VALUE BETWEEN 0 AND 100);',
  safe: 'CREATE DOMAIN percentage AS integer;',
  checks: [
    onStatement('CreateDomainStmt', function* ({domainname, constraints}) {
      if (
        all(constraints, 'Constraint').some(({contype}) => contype === 'CONSTR_CHECK' || contype === 'CONSTR_NOTNULL')
      )
        yield {message: `the domain ${strings(domainname).map(ident).join('.')} has a constraint`}
    }),
  ],
}
