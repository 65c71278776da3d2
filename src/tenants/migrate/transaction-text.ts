import {isTransactional, piecesTogether} from '../../migrations/apply-together.ts'
import {
  compareWithHistory,
  DEFAULT_HISTORY,
  type Folder,
  type PendingOptions,
  pendingMigrations,
} from '../../migrations/index.ts'
import {lockKey} from '../../migrations/lock.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import type {Due} from './pending.ts'

/** A tenant's whole transaction as text, and of how many statements it is. */
export type TransactionText = {readonly sql: string; readonly statements: number}

/** Stands for the tenant's schema in a text that is made once for all. No file can hold it. */
const SCHEMA = '\u0001tenant\u0001'

export type TextOptions = PendingOptions & {
  readonly lockTimeout?: number | undefined
  readonly toolVersion?: string | undefined
  readonly variables?: Readonly<Record<string, string>> | undefined
}

/**
 * Writes transactions of tenants, for tenants of one history from one pattern. Null where a tenant wants more than a
 * plain transaction: a history table that is still to be made, a file that was begun, CONCURRENTLY, the data of a COPY.
 */
export function transactionTexts(folder: Folder, options: TextOptions): (due: Due) => Promise<TransactionText | null> {
  const patterns = new Map<string, Promise<Pattern | null>>()
  return async (due) => {
    if (!due.history.ready || due.problem !== null) return null
    const key = due.versions.join('\n')
    const pattern = patterns.get(key) ?? patternFor(folder, due, options)
    patterns.set(key, pattern)
    const {parts = [], statements = 0} = (await pattern) ?? {}
    if (parts.length === 0) return null
    const table = {schema: due.schema, table: DEFAULT_HISTORY.table}
    const lock = `BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(${lockKey(table)})`
    return {sql: `${lock};\n${parts.join(quoteIdent(due.schema))}`, statements: statements + 2}
  }
}

type Pattern = {readonly parts: readonly string[]; readonly statements: number}

async function patternFor(folder: Folder, due: Due, options: TextOptions): Promise<Pattern | null> {
  const {variables = {}, toolVersion = '', lockTimeout = 2000} = options
  const pending = pendingMigrations(await compareWithHistory(folder, due.history.history), options)
  // A row is there of a file that was begun, or that has changed: that is for the one who looks closely.
  if (pending.some(({row}) => row !== null) || !(await isTransactional(pending, variables))) return null
  const table = {schema: SCHEMA, table: DEFAULT_HISTORY.table}
  // Where another run came first the record is there already, and all of it is rolled back.
  const settings = {table, toolVersion, lockTimeout, searchPath: [SCHEMA, 'public'], isNew: true}
  const pieces = (await piecesTogether(settings, pending, variables)).slice(1, -1)
  if (pieces.some(({script}) => script?.kind === 'copy')) return null
  // Whoever records the outcome commits after all of these, and waits for the disk then.
  const all = [...pieces.map(({sql}) => sql), 'SET LOCAL synchronous_commit = off', 'COMMIT']
  return {parts: `${all.join('\n;\n')}\n;\n`.split(quoteIdent(SCHEMA)), statements: all.length}
}
