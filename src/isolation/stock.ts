import type pg from 'pg'
import type {Owned, Owners} from './owners.ts'
import {versionOf} from './probes/context.ts'
import type {RowMaker} from './rows.ts'
import type {Counts} from './world.ts'

/** How many tables are counted in one query. */
const BATCH = 100

/** What was seeded, as the administrator sees it. */
export async function takeStock(client: pg.ClientBase, {owned}: Owners, maker: RowMaker): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>()
  const all = [...owned.values()]
  for (let from = 0; from < all.length; from += BATCH) {
    const {rows} = await client.query<{
      oid: string
      attacker: number
      victim: number
      outsider: number
      former: number
      fingerprint: string | null
    }>(
      all
        .slice(from, from + BATCH)
        .map((one) => stockOf(one, maker))
        .join(' UNION ALL '),
    )
    for (const {oid, ...count} of rows) counts.set(oid, count)
  }
  return counts
}

function stockOf(owned: Owned, maker: RowMaker): string {
  const {relation, by} = owned
  const of = (who: 'attacker' | 'victim' | 'outsider' | 'former') =>
    // One who was a member of B's tenant owns nothing there.
    by === 'user' || who !== 'former' ? `count(*) FILTER (WHERE ${maker.belongsTo(owned, who)})::int` : '0'
  return `SELECT '${relation.oid}' AS oid, ${of('attacker')} AS attacker, ${of('victim')} AS victim, ${of('outsider')} AS outsider, ${of('former')} AS former,
    (SELECT ${versionOf('v')} FROM ${relation.identity} v WHERE ${maker.belongsTo(owned, 'victim')}) AS fingerprint FROM ${relation.identity} t`
}
