import type pg from 'pg'
import type {Finding} from '../../finding.ts'
import type {Expired} from './rule.ts'

/** A relation that holds rows. */
export type Leaf = {readonly oid: string; readonly identity: string; readonly pages: number}

export type Judgement = {readonly strategy: 'sweep' | 'index'; readonly findings: readonly Finding[]}

const SAMPLE_PAGES = 1000
/** From this share on, nearly every page holds an expired row, and reading them all in order is cheapest. */
const SWEEP_SHARE = 0.1

/** How to delete: by the share of expired rows in a sample of pages, and by the indexes there are. */
export async function judgeLeaf(client: pg.Client, leaf: Leaf, expired: Expired): Promise<Judgement> {
  if (leaf.pages === 0) return {strategy: 'sweep', findings: []}
  const share = await sampleShare(client, leaf, expired)
  if (share >= SWEEP_SHARE) return {strategy: 'sweep', findings: []}
  if (await hasIndex(client, leaf, expired)) return {strategy: expired.key ? 'index' : 'sweep', findings: []}
  // Reading a small table whole costs no more than an index does.
  return {strategy: 'sweep', findings: leaf.pages > SAMPLE_PAGES ? [noIndex(leaf, expired, share)] : []}
}

async function sampleShare(client: pg.Client, leaf: Leaf, expired: Expired): Promise<number> {
  const percent = Math.min(100, (100 * SAMPLE_PAGES) / leaf.pages)
  const {rows} = await client.query<{share: number | null}>(
    `SELECT count(*) FILTER (WHERE ${expired.sql})::float8 / nullif(count(*), 0) AS share
       FROM ONLY ${leaf.identity} TABLESAMPLE SYSTEM ($${expired.values.length + 1}::float8)`,
    [...expired.values, percent],
  )
  return rows[0]?.share ?? 0
}

/** Whether the server can find the rows by an index, asked of its planner. */
async function hasIndex(client: pg.Client, leaf: Leaf, expired: Expired): Promise<boolean> {
  // Going along an index needs one in the order of the column; for a condition any will do.
  const ordered = expired.key ? '; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off' : ''
  await client.query(`BEGIN; SET LOCAL enable_seqscan = off${ordered}`)
  try {
    const order = expired.key ? ` ORDER BY ${expired.key.column}` : ''
    const {rows} = await client.query<{'QUERY PLAN': unknown}>(
      `EXPLAIN (FORMAT JSON) SELECT ctid FROM ONLY ${leaf.identity} WHERE ${expired.sql}${order} LIMIT 1000`,
      [...expired.values],
    )
    const plan = JSON.stringify(rows[0]?.['QUERY PLAN'])
    // A partial index that the condition implies needs neither a condition of its own nor a filter.
    const useful = plan.includes('"Index Cond"') || !plan.includes('"Filter"')
    return useful && !plan.includes('"Seq Scan"') && !plan.includes('"Sort"')
  } finally {
    await client.query('ROLLBACK')
  }
}

const noIndex = (leaf: Leaf, expired: Expired, share: number): Finding => ({
  rule: 'expiry-without-index',
  severity: 'warning',
  object: {kind: 'table', identity: leaf.identity},
  file: null,
  line: null,
  message: `only ${(share * 100).toFixed(1)} % of its rows have expired, and no index finds them: all of it is read`,
  cure: 'create an index that the condition can use',
  sql: expired.key ? `CREATE INDEX CONCURRENTLY ON ${leaf.identity} (${expired.key.column})` : null,
  key: leaf.identity,
})
