import {addedLabel, enumName, mentions} from '../../transactions.ts'
import {type LintRule, onFile} from '../rule.ts'

export const enumValueUsedInSameTransaction: LintRule = {
  name: 'enum-value-used-in-same-transaction',
  group: 'transactions',
  severity: 'error',
  what: "an enum's new value used in the same BEGIN … COMMIT",
  why: 'PostgreSQL refuses it (55P04) unless the type itself is as new.',
  cure: 'leave out BEGIN and COMMIT: pgplumb ends the transaction between the two by itself',
  unsafe: "BEGIN;\nALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm';\nINSERT INTO diary VALUES (1, 'calm');\nCOMMIT;",
  safe: "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm';\nINSERT INTO diary VALUES (1, 'calm');",
  checks: [
    onFile(function* ({statements}) {
      for (const {node, segment, transaction, index, script} of statements) {
        const label = addedLabel(node)
        if (label === undefined || transaction !== 'own') continue
        const isNew = statements
          .slice(0, index)
          .some((one) => one.node !== null && 'CreateEnumStmt' in one.node && enumName(one.node) === enumName(node))
        if (isNew) continue
        const use = statements.find(
          (one) => one.index > index && one.segment === segment && !addedLabel(one.node) && mentions(one.node, label),
        )
        if (use)
          yield {statement: use, message: `'${label}' was added at line ${script.line}, in this same transaction`}
      }
    }),
  ],
}
