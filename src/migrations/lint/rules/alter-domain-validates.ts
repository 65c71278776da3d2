import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {bodyOf, strings} from '../tree.ts'

export const alterDomainValidates: LintRule = {
  name: 'alter-domain-validates',
  group: 'locks',
  severity: 'warning',
  what: 'ALTER DOMAIN ADD or VALIDATE CONSTRAINT or SET NOT NULL, which checks every column of that domain',
  why: 'Every table with such a column is read and locked against writes (SHARE), one after the other.',
  cure: 'add it NOT VALID, which holds for new values at once; VALIDATE takes the same locks, so keep it for a quiet hour',
  unsafe: 'ALTER DOMAIN quantity ADD CONSTRAINT quantity_positive CHECK (VALUE > 0);',
  safe: 'ALTER DOMAIN quantity ADD CONSTRAINT quantity_positive CHECK (VALUE > 0) NOT VALID;',
  claim: {table: 'stock', lock: 'SHARE', scans: true},
  checks: [
    onStatement('AlterDomainStmt', function* ({subtype, typeName, def}, {script}, {model}) {
      const name = strings(typeName).join('.')
      const constraint = bodyOf(def, 'Constraint')
      if (model.newTypes.has(name) || !['C', 'O', 'V'].includes(subtype ?? '') || constraint?.skip_validation) return
      yield {
        message: `every column of the domain ${strings(typeName).map(ident).join('.')} is checked at once`,
        ...(subtype === 'C' ? {sql: `${script.text.replace(/;\s*$/, '')} NOT VALID;`} : {}),
      }
    }),
  ],
}
