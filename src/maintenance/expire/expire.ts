import type pg from 'pg'
import {array, number, object, parse, string} from 'valibot'
import {Failure} from '../../failure.ts'
import type {Finding} from '../../finding.ts'
import type {Address} from '../../postgres/address.ts'
import {withConnection} from '../../postgres/connect.ts'
import {OWN_SCHEMA} from '../../postgres/own-schema.ts'
import {readSql} from '../../postgres/sql-file.ts'
import {serverVersion} from '../../postgres/version.ts'
import {pick} from '../pattern.ts'
import {expiredRows} from './expired.ts'
import {judgeLeaf, type Leaf} from './judge.ts'
import type {Progress} from './pace.ts'
import type {ExpiryRule} from './rule.ts'
import {sweep} from './sweep.ts'
import {walk} from './walk.ts'

export type ExpireOptions = {
  /** Counts what would be deleted, and deletes nothing. */
  readonly dryRun?: boolean
  /** Seconds to rest for each second of work; default 0. */
  readonly rest?: number
  /** Milliseconds; default 1000. */
  readonly lockTimeout?: number
  /** Stops between two batches; what was deleted stays deleted. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (table: string, deleted: number) => void
}

/** What a rule did to one table that holds rows; a partitioned one has an entry for each partition. */
export type Expiry = Progress & {
  readonly table: string
  readonly oid: string
  /** `sweep` goes along the heap, `index` along an index on the column, `count` is a dry run. */
  readonly strategy: 'sweep' | 'index' | 'count'
  /** Of a dry run, what would be deleted. */
  readonly expired: number | null
  readonly startedAt: Date
  readonly ms: number
  readonly findings: readonly Finding[]
}

const tableShape = array(object({oid: string(), schema: string(), name: string(), identity: string()}))
const leafShape = array(object({oid: string(), identity: string(), pages: number()}))

/**
 * Deletes expired rows in short transactions, adapting to a target time for each.
 * @throws Failure `no_table`, `no_column`, `bad_column`, `bad_retention`, `bad_condition`,
 *   `unindexed_foreign_key`, `still_referenced`
 */
export async function expire(
  address: Address,
  rule: ExpiryRule,
  options: ExpireOptions = {},
): Promise<readonly Expiry[]> {
  const connect = {applicationName: 'pgplumb maintain', lockTimeout: options.lockTimeout ?? 1000}
  return withConnection(
    address,
    async (client) => {
      if ((await serverVersion(client)) < 140_000)
        throw new Failure('server_too_old', 'expire needs PostgreSQL 14 or later, which can read a range of blocks')
      // Where a policy would hide rows from this role, an error is better than rows that silently stay.
      await client.query('SET row_security = off')
      const work: {leaf: Leaf; expired: Awaited<ReturnType<typeof expiredRows>>}[] = []
      // All tables are checked before the first row is deleted.
      for (const table of await findTables(client, rule.table)) {
        const leaves = await readLeaves(client, table.oid)
        const expired = await expiredRows(client, rule, table)
        if (!options.dryRun)
          await refuseUnindexedChildren(client, table.identity, [table.oid, ...leaves.map(({oid}) => oid)])
        work.push(...leaves.map((leaf) => ({leaf, expired})))
      }
      const expiries: Expiry[] = []
      for (const {leaf, expired} of work) {
        if (options.signal?.aborted && expiries.length > 0) break
        expiries.push(await expireLeaf(client, leaf, expired, rule, options))
      }
      return expiries
    },
    connect,
  )
}

async function expireLeaf(
  client: pg.Client,
  leaf: Leaf,
  expired: Awaited<ReturnType<typeof expiredRows>>,
  rule: ExpiryRule,
  options: ExpireOptions,
): Promise<Expiry> {
  const startedAt = new Date()
  const start = performance.now()
  const {strategy, findings} = await judgeLeaf(client, leaf, expired)
  const base = {table: leaf.identity, oid: leaf.oid, startedAt, findings}
  if (options.dryRun) {
    const sql = `SELECT count(*)::float8 AS expired FROM ONLY ${leaf.identity} WHERE ${expired.sql}`
    const {rows} = await client.query<{expired: number}>(sql, [...expired.values])
    const nothing = {deleted: 0, batches: 0, longestMs: 0, left: [], stopped: false}
    return {...base, ...nothing, strategy: 'count', expired: rows[0]?.expired ?? 0, ms: performance.now() - start}
  }
  const pace = {
    target: rule.batchTarget ?? 50,
    rest: options.rest ?? 0,
    signal: options.signal,
    onProgress: (deleted: number) => options.onProgress?.(leaf.identity, deleted),
  }
  const cutoff = expired.values[0]
  const progress =
    strategy === 'index' && expired.key && cutoff !== undefined
      ? await walk(client, leaf, expired.key, cutoff, pace)
      : await sweep(client, leaf, expired, pace)
  return {...base, ...progress, strategy, expired: null, ms: performance.now() - start}
}

async function findTables(client: pg.Client, pattern: string) {
  const {rows} = await client.query(await readSql('catalog/tables.sql'), [null, OWN_SCHEMA])
  return pick(parse(tableShape, rows), [pattern])
}

async function readLeaves(client: pg.Client, oid: string): Promise<readonly Leaf[]> {
  const {rows} = await client.query(await readSql('maintenance/leaves.sql'), [oid])
  return parse(leafShape, rows)
}

const childShape = array(object({identity: string(), name: string(), columns: string(), cure: string()}))

async function refuseUnindexedChildren(client: pg.Client, identity: string, oids: readonly string[]): Promise<void> {
  const {rows} = await client.query(await readSql('maintenance/unindexed-children.sql'), [oids])
  const children = parse(childShape, rows)
  const [child] = children
  if (!child) return
  throw new Failure(
    'unindexed_foreign_key',
    `${child.identity} (${child.columns}) references ${identity} and has no index: each deleted row would read all of it`,
    {hint: children.map(({cure}) => cure).join(';\n')},
  )
}
