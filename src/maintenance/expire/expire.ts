import type pg from 'pg'
import {Failure} from '../../failure.ts'
import type {Finding} from '../../finding.ts'
import type {Address} from '../../postgres/address.ts'
import {withConnection} from '../../postgres/connect.ts'
import {isServerError, type ServerError} from '../../postgres/errors.ts'
import type {Size} from '../action.ts'
import {readSizes} from '../vacuum/candidates.ts'
import {type Archive, openArchive} from './archive.ts'
import {type Count, countExpired} from './count.ts'
import {expiredRows} from './expired.ts'
import {judgeLeaf, type Leaf} from './judge.ts'
import type {Progress} from './pace.ts'
import type {Expired, ExpiryRule} from './rule.ts'
import {sweep} from './sweep.ts'
import {findTables, readLeaves, refuseUnindexedChildren} from './tables.ts'
import {walk} from './walk.ts'

export type ExpireOptions = {
  /** Counts what would be deleted, and deletes nothing. */
  readonly dryRun?: boolean
  /** Of the rule's tables, only those in these schemas. */
  readonly schemas?: readonly string[] | undefined
  /** Seconds to rest for each second of work; default 0. */
  readonly rest?: number
  /** Milliseconds; default 1000. */
  readonly lockTimeout?: number
  /** Stops between two batches; what was deleted stays deleted. */
  readonly signal?: AbortSignal | undefined
  /** Waits before a batch while others need the server more. */
  readonly clear?: (() => Promise<void>) | undefined
  /** By which a dry run counts, where a table has it. */
  readonly tenantColumn?: string | null
  readonly onProgress?: (table: string, deleted: number) => void
  /** Is told of each table as it is done: a later one may fail. */
  readonly onExpiry?: (expiry: Expiry) => void | Promise<void>
}

/** What a rule did to one table that holds rows; a partitioned one has an entry for each partition. */
export type Expiry = Progress & {
  readonly table: string
  readonly oid: string
  /** `sweep` goes along the heap, `index` along an index on the column, `count` is a dry run. */
  readonly strategy: 'sweep' | 'index' | 'count'
  /** Of a dry run, what would be deleted. */
  readonly expired: number | null
  readonly children: Count['children']
  readonly tenants: Count['tenants']
  /** Where the rows are now: a table, or a file. */
  readonly archivedTo: string | null
  readonly startedAt: Date
  readonly ms: number
  readonly before: Size | null
  readonly after: Size | null
  readonly findings: readonly Finding[]
}

/**
 * Deletes expired rows in short transactions, adapting to a target time for each. Tables that were not begun when it
 * was stopped are not in the result.
 * @throws Failure `no_table`, `no_column`, `bad_column`, `bad_retention`, `bad_condition`,
 *   `bad_archive`, `unindexed_foreign_key`, `still_referenced`, `table_locked`, `expire_failed`
 */
export async function expire(
  address: Address,
  rule: ExpiryRule,
  options: ExpireOptions = {},
): Promise<readonly Expiry[]> {
  const connect = {applicationName: 'pgplumb maintain', lockTimeout: options.lockTimeout ?? 1000}
  return withConnection(
    address,
    (client) =>
      expireIn(client, rule, options).catch((error: unknown) => {
        throw isServerError(error) ? serverFailure(rule, error) : error
      }),
    connect,
  )
}

async function expireIn(client: pg.Client, rule: ExpiryRule, options: ExpireOptions): Promise<readonly Expiry[]> {
  // Where a policy would hide rows from this role, an error is better than rows that silently stay.
  await client.query('SET row_security = off')
  const work: {leaf: Leaf; expired: Expired; archive: Archive}[] = []
  // All tables are checked before the first row is deleted.
  const tables = await findTables(client, rule.table)
  for (const table of tables.filter(({schema}) => options.schemas?.includes(schema) ?? true)) {
    const leaves = await readLeaves(client, table.oid)
    const expired = await expiredRows(client, rule, table)
    if (!options.dryRun)
      await refuseUnindexedChildren(client, table.identity, [table.oid, ...leaves.map(({oid}) => oid)])
    const archive: Archive = options.dryRun ? {kind: 'none'} : await openArchive(client, rule, table)
    work.push(...leaves.map((leaf) => ({leaf, expired, archive})))
  }
  const expiries: Expiry[] = []
  for (const {leaf, expired, archive} of work) {
    if (options.signal?.aborted && expiries.length > 0) break
    const expiry = await expireLeaf(client, leaf, {expired, archive}, rule, options)
    expiries.push(expiry)
    await options.onExpiry?.(expiry)
  }
  return expiries
}

const serverFailure = (rule: ExpiryRule, error: ServerError): Failure =>
  error.code === '55P03'
    ? new Failure('table_locked', `${rule.table} is locked by another session`, {
        hint: 'try again when it has ended; pgplumb inspect locks shows it',
        cause: error,
      })
    : new Failure('expire_failed', `the expired rows of ${rule.table}: ${error.message}`, {cause: error})

async function expireLeaf(
  client: pg.Client,
  leaf: Leaf,
  {expired, archive}: {readonly expired: Expired; readonly archive: Archive},
  rule: ExpiryRule,
  options: ExpireOptions,
): Promise<Expiry> {
  const startedAt = new Date()
  const start = performance.now()
  const {strategy, findings} = await judgeLeaf(client, leaf, expired)
  const size = async () => (await readSizes(client, [leaf.oid])).get(leaf.oid) ?? null
  const before = await size()
  const base = {table: leaf.identity, oid: leaf.oid, startedAt, before, findings}
  if (options.dryRun) {
    const nothing = {deleted: 0, batches: 0, longestMs: 0, left: [], stopped: false, archivedTo: null}
    const count = await countExpired(client, leaf, expired, options.tenantColumn ?? null)
    return {...base, ...nothing, ...count, after: before, strategy: 'count', ms: performance.now() - start}
  }
  const pace = {
    target: rule.batchTarget ?? 50,
    rest: options.rest ?? 0,
    signal: options.signal,
    clear: options.clear,
    onProgress: (deleted: number) => options.onProgress?.(leaf.identity, deleted),
  }
  const cutoff = expired.values[0]
  const progress =
    strategy === 'index' && expired.key && cutoff !== undefined
      ? await walk(client, leaf, expired.key, {cutoff, also: expired.also, archive}, pace)
      : await sweep(client, leaf, expired, archive, pace)
  const counts = {expired: null, children: [], tenants: [], archivedTo: placeOf(archive)}
  return {...base, ...progress, ...counts, after: await size(), strategy, ms: performance.now() - start}
}

const placeOf = (archive: Archive): string | null =>
  archive.kind === 'none' ? null : archive.kind === 'table' ? archive.identity : archive.path
