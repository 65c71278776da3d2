import type pg from 'pg'
import {BatchError} from '../batch.ts'
import {type HistoryTable, historyName} from '../history.ts'
import {runBatch} from '../pipeline.ts'
import {fingerprint} from './fingerprint.ts'
import {marks, rowSums, written} from './marks.ts'
import type {Script} from './script.ts'
import {seedRows} from './seed-rows.ts'

/** What running something again did that it should not. */
export type Offence =
  | {readonly kind: 'error'; readonly error: BatchError}
  | {readonly kind: 'schema'}
  | {readonly kind: 'rows'; readonly tables: readonly string[]}

/** What became of a file within a transaction that was rolled back. Null: it could not be told there. */
export type Trial = {readonly again: readonly Offence[]; readonly down: readonly Offence[]} | null

/** A session in the shadow. */
export type Place = {readonly client: pg.Client; readonly table: HistoryTable}

/** Runs a file, runs it again, then its down file, and takes all of it back. */
export async function trial(place: Place, up: Script, down: Script | null): Promise<Trial> {
  const {client} = place
  if (up.opaque || down?.opaque) return null
  const tried = await rolledBack(client, async () => {
    const since = await beginWriting(client)
    const seeded = await attempt(client, 'seeded', async () => {
      const seeded = await seedRows(client, up.source.text)
      await runBatch(client, up.pieces)
      return seeded
    })
    // Rows of ours may be what it cannot cope with; whether it can without them is the question.
    if (seeded instanceof BatchError && (await attempt(client, 'bare', () => runBatch(client, up.pieces)))) return null
    const again = await offences(place, () => runBatch(client, up.pieces))
    if (!down) return {again}
    const error = await attempt(client, 'down', () => runBatch(client, down.pieces))
    if (error instanceof BatchError) return {again, error}
    const wrote = {since, catalogs: [...(await marks(client)).catalogs.keys()]}
    return {again, wrote, print: await fingerprint(client, wrote)}
  })
  if (!tried) return null
  const {again, error, wrote, print} = tried
  if (error) return {again, down: [{kind: 'error', error}]}
  // What the two did together, seen from before: the same, if one undoes the other.
  const same = wrote === undefined || (await fingerprint(client, wrote)) === print
  return {again, down: same ? [] : [{kind: 'schema'}]}
}

/** Runs what should change nothing, says what it changed, and takes it back. */
export async function offences({client, table}: Place, run: () => Promise<void>): Promise<Offence[]> {
  const before = await marks(client)
  const since = await savepoint(client, table)
  try {
    await run()
  } catch (error) {
    await client.query('ROLLBACK TO again')
    if (!(error instanceof BatchError)) throw error
    return [{kind: 'error', error}]
  }
  const {catalogs, tables} = written(before, await marks(client))
  const print = catalogs.length > 0 ? await fingerprint(client, {since, catalogs}) : null
  const sums = await rowSums(client, tables)
  await client.query('ROLLBACK TO again')
  const earlier = await rowSums(client, tables)
  // A table that is new, or gone, is a change of the schema.
  const changed = tables.filter((name) => {
    const [one, other] = [earlier.get(name), sums.get(name)]
    return one !== undefined && other !== undefined && one !== other
  })
  return [
    ...(print !== null && (await fingerprint(client, {since, catalogs})) !== print ? [{kind: 'schema'} as const] : []),
    ...(changed.length > 0 ? [{kind: 'rows', tables: changed} as const] : []),
  ]
}

/** The id of the transaction; what is written from now on has this or a later one. */
async function beginWriting(client: pg.Client): Promise<string> {
  const {rows} = await client.query<{xid: string}>('SELECT pg_current_xact_id()::xid::text AS xid')
  return rows[0]?.xid ?? '0'
}

/** Nobody tells the id of a subtransaction but a row that it wrote. */
export async function savepoint(client: pg.Client, table: HistoryTable): Promise<string> {
  await client.query('SAVEPOINT again')
  const {rows} = await client.query<{xid: string}>(
    `INSERT INTO ${historyName(table)} (version) VALUES ('pgplumb savepoint') RETURNING xmin::text AS xid`,
  )
  return rows[0]?.xid ?? '0'
}

export async function rolledBack<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN; SET LOCAL client_min_messages = error')
  try {
    return await work()
  } finally {
    await client.query('ROLLBACK')
  }
}

/** Does the work; where the server refuses it, takes it back and returns why. */
export async function attempt<T>(client: pg.Client, name: string, work: () => Promise<T>): Promise<T | BatchError> {
  await client.query(`SAVEPOINT ${name}`)
  try {
    return await work()
  } catch (error) {
    await client.query(`ROLLBACK TO ${name}`)
    if (error instanceof BatchError && error.isAlive) return error
    throw error
  }
}
