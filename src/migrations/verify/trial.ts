import type pg from 'pg'
import {BatchError, runBatch} from '../batch.ts'
import {fingerprint} from './fingerprint.ts'
import {type Marks, marks, rowSums, written} from './marks.ts'
import type {Script} from './script.ts'
import {seedRows} from './seed-rows.ts'

/** What running something again did that it should not. */
export type Offence =
  | {readonly kind: 'error'; readonly error: BatchError}
  | {readonly kind: 'schema'}
  | {readonly kind: 'rows'; readonly tables: readonly string[]}

/** What became of a file within a transaction that was rolled back. Null: it could not be told there. */
export type Trial = {readonly again: readonly Offence[]; readonly down: readonly Offence[]} | null

/** The fingerprint of a state, asked for at most once. */
export type Print = {print: string | null}

const printOf = async (client: pg.Client, state: Print): Promise<string> => {
  state.print ??= await fingerprint(client)
  return state.print
}

/** Runs a file, runs it again, then its down file, and takes all of it back. `after` is the state that the file makes. */
export async function trial(client: pg.Client, {up, down, state, after}: Tried): Promise<Trial> {
  if (up.opaque || down?.opaque) return null
  return rolledBack(client, async () => {
    if (down) await printOf(client, state)
    const seeded = await attempt(client, 'seeded', async () => {
      const seeded = await seedRows(client, up.source.text)
      await runBatch(client, up.pieces)
      return seeded
    })
    // Rows of ours may be what it cannot cope with; whether it can without them is the question.
    if (seeded instanceof BatchError && (await attempt(client, 'bare', () => runBatch(client, up.pieces)))) return null
    const again = await offences(client, after, () => runBatch(client, up.pieces))
    if (!down) return {again, down: []}
    const undone = await attempt(client, 'down', () => runBatch(client, down.pieces))
    if (undone instanceof BatchError) return {again, down: [{kind: 'error', error: undone}]}
    return {again, down: (await fingerprint(client)) === state.print ? [] : [{kind: 'schema'}]}
  })
}

type Tried = {readonly up: Script; readonly down: Script | null; readonly state: Print; readonly after: Print}

/** Runs what should change nothing, says what it changed, and takes it back. */
export async function offences(client: pg.Client, state: Print, run: () => Promise<void>): Promise<Offence[]> {
  const before = await marks(client)
  await client.query('SAVEPOINT again')
  try {
    await run()
  } catch (error) {
    await client.query('ROLLBACK TO again')
    if (!(error instanceof BatchError)) throw error
    return [{kind: 'error', error}]
  }
  const after = await marks(client)
  if (!differ(before, after)) return []
  const tables = written(before, after)
  const print = before.catalogs === after.catalogs ? null : await fingerprint(client)
  const sums = await rowSums(client, tables)
  await client.query('ROLLBACK TO again')
  const earlier = await rowSums(client, tables)
  // A table that is new, or gone, is a change of the schema.
  const changed = tables.filter((table) => {
    const [one, other] = [earlier.get(table), sums.get(table)]
    return one !== undefined && other !== undefined && one !== other
  })
  return [
    ...(print !== null && (await printOf(client, state)) !== print ? [{kind: 'schema'} as const] : []),
    ...(changed.length > 0 ? [{kind: 'rows', tables: changed} as const] : []),
  ]
}

const differ = (before: Marks, after: Marks): boolean =>
  before.catalogs !== after.catalogs || written(before, after).length > 0

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
