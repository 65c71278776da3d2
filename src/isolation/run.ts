import {Readable, Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type pg from 'pg'
import {from as copyFrom, to as copyTo} from 'pg-copy-streams'
import {isServerError, type ServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import type {Outcome, Probe} from './probe.ts'

/** How many probes go in one round trip. */
const BATCH = 400

type Row = {
  readonly id: number
  readonly value: string | null
  readonly row_count: string | null
  readonly after: string | null
  readonly state: string | null
  readonly message: string | null
  readonly relation: string | null
  readonly constraint: string | null
  readonly column: string | null
  readonly step: string
  readonly wrote: boolean
}

/**
 * Runs the probes, in order, each in a subtransaction that is rolled back. What was refused for want of a privilege is
 * asked again by itself, for only then does the server tell which of its functions refused.
 */
export async function runProbes(
  client: pg.ClientBase,
  probes: readonly Probe[],
  onProgress: (done: number) => void = () => {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const routines = new Map<string, string | null>()
  for (let from = 0; from < probes.length; from += BATCH) {
    const batch = probes.slice(from, from + BATCH)
    outcomes.push(...(await runBatch(client, batch, routines)))
    onProgress(Math.min(from + BATCH, probes.length))
  }
  return outcomes
}

async function runBatch(
  client: pg.ClientBase,
  probes: readonly Probe[],
  routines: Map<string, string | null>,
): Promise<Outcome[]> {
  const together = probes.flatMap((probe, id) => (isCopy(probe) ? [] : [{...wire(probe), id}]))
  const {rows} = await client.query<Row>('SELECT * FROM pg_temp.pgplumb_run($1)', [JSON.stringify(together)])
  const found = new Map(rows.map((row) => [row.id, outcomeOf(row)]))
  const outcomes: Outcome[] = []
  for (const [id, probe] of probes.entries()) {
    const outcome = found.get(id)
    outcomes.push(
      outcome === undefined ? await runAlone(client, probe) : await withRoutine(client, probe, outcome, routines),
    )
  }
  return outcomes
}

/** The routine that refused. The same words come from the same routine, so that each is asked for once. */
async function withRoutine(
  client: pg.ClientBase,
  probe: Probe,
  outcome: Outcome,
  routines: Map<string, string | null>,
): Promise<Outcome> {
  if (outcome.state !== '42501' || probe.judge.by === 'apart') return outcome
  const words = `${outcome.step} ${outcome.message}`
  const known = routines.get(words)
  if (known !== undefined) return {...outcome, routine: known}
  const again = await runAlone(client, probe)
  if (again.state === '42501' && again.message === outcome.message) routines.set(words, again.routine)
  return again
}

const wire = ({role, state, signIn = state.signIn, before = [], sql, returns = false, after, remember}: Probe) => ({
  role,
  signIn,
  before,
  sql,
  returns,
  after: after ?? null,
  remember: remember ?? null,
})

const outcomeOf = ({
  value,
  row_count,
  after,
  state,
  message,
  relation,
  constraint,
  column,
  step,
  wrote,
}: Row): Outcome => ({
  value,
  rows: row_count === null ? null : Number(row_count),
  after,
  state,
  message,
  routine: null,
  relation,
  constraint,
  column,
  step,
  wrote,
})

const isCopy = ({sql}: Probe): boolean => sql.startsWith('COPY ')

/** One probe in statements of its own. */
async function runAlone(client: pg.ClientBase, probe: Probe): Promise<Outcome> {
  const {role, state, signIn = state.signIn, before = [], sql, returns, after, copy} = probe
  let step = 'sign in'
  try {
    await client.query(['SAVEPOINT probe', ...before, `SET LOCAL ROLE ${quoteIdent(role)}`, ...signIn].join(';\n'))
    step = 'probe'
    const {value, rows} = isCopy(probe)
      ? await runCopy(client, sql, copy)
      : await runStatement(client, sql, returns ?? false)
    if (rows !== null) await client.query('SET CONSTRAINTS ALL IMMEDIATE')
    step = 'after'
    if (after !== undefined) await client.query('RESET ROLE')
    const seen = after === undefined ? null : await scalar(client, after)
    return {
      value,
      rows,
      after: seen,
      state: null,
      message: null,
      routine: null,
      relation: null,
      constraint: null,
      column: null,
      step,
      wrote: true,
    }
  } catch (error) {
    if (!isServerError(error)) throw error
    return refused(error, step)
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT probe; RELEASE SAVEPOINT probe')
  }
}

const refused = (error: ServerError, step: string): Outcome => ({
  value: null,
  rows: null,
  after: null,
  state: error.code,
  message: error.message,
  routine: error.routine ?? null,
  relation: error.table === undefined ? null : `${error.schema}.${error.table}`,
  constraint: error.constraint ?? null,
  column: error.column ?? null,
  step,
  wrote: true,
})

async function runStatement(client: pg.ClientBase, sql: string, returns: boolean) {
  if (returns) return {value: await scalar(client, sql), rows: null}
  const {rowCount} = await client.query(sql)
  return {value: null, rows: rowCount}
}

async function scalar(client: pg.ClientBase, sql: string): Promise<string | null> {
  const {rows} = await client.query<(string | null)[]>({text: sql, rowMode: 'array'})
  const value = rows[0]?.[0] ?? null
  return value === null ? null : String(value)
}

/** COPY goes over the protocol: sent rows, or the count of those received. */
async function runCopy(client: pg.ClientBase, sql: string, rows: string | undefined) {
  if (rows !== undefined) {
    const stream = client.query(copyFrom(sql))
    await pipeline(Readable.from([rows]), stream)
    return {value: null, rows: stream.rowCount}
  }
  const stream = client.query(copyTo(sql))
  await pipeline(stream, new Writable({write: (_chunk, _encoding, next) => next()}))
  return {value: String(stream.rowCount), rows: stream.rowCount}
}
