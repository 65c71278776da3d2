import type pg from 'pg'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import type {Classes} from './classes.ts'
import type {Owners} from './owners.ts'
import {literal} from './rows.ts'
import {idOf} from './values.ts'

/** How many ids are tried for a partition that takes certain tenants only. */
const TRIES = 64

/** For partitions by tenant, a tenant each whose rows it takes: there it is the victim. By oid. */
export async function partitionVictims(
  client: pg.ClientBase,
  classes: Classes,
  {owned}: Owners,
  presetTenant: string | null,
): Promise<Map<string, string>> {
  const victims = new Map<string, string>()
  for (const {relation} of owned.values()) {
    const {bound} = relation
    if (bound === null || relation.kind !== 'r') continue
    const column = relation.columns.find(
      ({name}) =>
        classes(relation.oid, name).holds === 'tenant' &&
        new RegExp(`\\b${name.replaceAll(/\W/g, '.')}\\b`).test(bound),
    )
    if (!column) continue
    const usual = presetTenant ?? idOf(column, 'victim', 'tenant')
    const own = [...bound.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] ?? '').replaceAll("''", "'"))
    const tries = [
      ...(usual === null ? [] : [usual]),
      ...own,
      ...Array.from({length: TRIES}, (_, n) => variant(usual ?? '', n)),
    ]
    const values = tries.map((text, at) => `(${at}, ${literal(text, column)})`).join(', ')
    await client.query('SAVEPOINT victims')
    try {
      const {rows} = await client.query<{at: number}>(
        `SELECT at FROM (VALUES ${values}) v(at, ${quoteIdent(column.name)}) WHERE (${bound}) IS NOT FALSE ORDER BY at LIMIT 1`,
      )
      const chosen = tries[rows[0]?.at ?? 0]
      if (chosen !== undefined && chosen !== usual) victims.set(relation.oid, chosen)
    } catch (error) {
      // The bound has other columns too: its rows are found as those of any other table.
      if (!isServerError(error)) throw error
      await client.query('ROLLBACK TO SAVEPOINT victims')
    }
    await client.query('RELEASE SAVEPOINT victims')
  }
  return victims
}

/** Another id that looks like it. */
const variant = (id: string, n: number): string =>
  /^\d+$/.test(id)
    ? String(Number(id) + 37 * (n + 1))
    : id.replace(/400(\d)/, (_, digit: string) => `4${(n + 16).toString(16).padStart(2, '0')}${digit}`)
