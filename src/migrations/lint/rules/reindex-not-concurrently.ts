import {isUsed} from '../context.ts'
import {insertAfter} from '../edit.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {hasOption} from '../tree.ts'

const WORDS: Readonly<Record<string, string>> = {
  REINDEX_OBJECT_INDEX: 'INDEX',
  REINDEX_OBJECT_TABLE: 'TABLE',
  REINDEX_OBJECT_SCHEMA: 'SCHEMA',
  REINDEX_OBJECT_DATABASE: 'DATABASE',
}

export const reindexNotConcurrently: LintRule = {
  name: 'reindex-not-concurrently',
  group: 'locks',
  severity: 'error',
  scales: true,
  what: 'REINDEX without CONCURRENTLY',
  why: 'Writes to the table wait, and so do queries that would use the index, until it is built anew.',
  cure: 'REINDEX … CONCURRENTLY',
  unsafe: 'REINDEX TABLE orders;',
  safe: 'REINDEX TABLE CONCURRENTLY orders;',
  claim: {table: 'orders', lock: 'SHARE', scans: true},
  checks: [
    onStatement('ReindexStmt', function* ({kind = '', relation, params}, statement, {model}) {
      if (hasOption(params, 'concurrently') || kind === 'REINDEX_OBJECT_SYSTEM') return
      const table = kind === 'REINDEX_OBJECT_TABLE' ? model.find(relation) : relation && model.tableOfIndex(relation)
      if (!isUsed(table)) return
      const word = WORDS[kind] ?? 'TABLE'
      yield {
        message: `REINDEX ${word} blocks writes until it is done`,
        table,
        sql: statement.script.text.replace(new RegExp(`\\b${word}\\b`, 'i'), `${word} CONCURRENTLY`),
        fix: statement.transaction === 'own' ? null : insertAfter(statement, [word], 'CONCURRENTLY'),
      }
    }),
  ],
}
