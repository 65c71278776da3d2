import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {array, number, object, parse, string} from 'valibot'
import type {Address} from '../postgres/address.ts'
import {connect} from '../postgres/connect.ts'
import {describeHolder, type Holder} from '../postgres/holder.ts'
import {readSql} from '../postgres/sql-file.ts'
import type {Limits} from './limits.ts'
import {type Pressure, pressureGauge} from './pressure.ts'

export type TrafficEvent =
  | {readonly kind: 'paused'; readonly reason: string}
  | {readonly kind: 'gave-way'; readonly to: string}
  /** `share` is from 0 to 1, of the phase; null where the server does not say. */
  | {readonly kind: 'progress'; readonly object: string; readonly phase: string; readonly share: number | null}

/** What was seen while a statement ran. */
export type Seen = {
  /** For whom the statement was cancelled. */
  readonly gaveWay: Holder | null
  /** For whom the statement waited last. */
  readonly blockers: readonly Holder[]
}

export type Traffic = {
  /** Waits until nothing is over its limit, or it is told to stop. */
  readonly clear: () => Promise<void>
  /** Runs the statement of session `pid`; cancels it when another session has waited for it too long. */
  readonly watch: (pid: number, work: () => Promise<unknown>) => Promise<Seen & {readonly error: unknown}>
  readonly close: () => Promise<void>
}

const FIRST_LOOK = 60
const NEXT_LOOK = 400
const PAUSE = 1000

const holders = array(object({pid: number(), application: string(), user: string(), query: string(), age: number()}))

export type TrafficOptions = {
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: TrafficEvent) => void) | undefined
}

/** Watches over the sessions of a run, from a session of its own that is opened when first needed. */
export function watchTraffic(address: Address, limits: Limits, {signal, onEvent}: TrafficOptions): Traffic {
  let opened: Promise<pg.Client> | null = null
  const open = () => {
    opened ??= connect(address, {applicationName: 'pgplumb maintain', statementTimeout: 5000})
    return opened
  }
  const close = async () => {
    const client = await opened?.catch(() => null)
    opened = null
    await client?.end().catch(() => {})
  }
  const gauge = pressureGauge(limits)
  let clearUntil = 0

  const clear = async () => {
    while (!signal?.aborted && performance.now() > clearUntil) {
      const pressure: Pressure = await gauge(await open()).catch(async () => {
        // The work itself tells whether the server is there; this session is opened anew the next time.
        await close()
        return null
      })
      if (pressure === null) {
        clearUntil = performance.now() + NEXT_LOOK
        return
      }
      onEvent?.({kind: 'paused', reason: pressure})
      await sleep(PAUSE, undefined, signal ? {signal} : {}).catch(() => {})
    }
  }

  const watch: Traffic['watch'] = async (pid, work) => {
    const firstSeen = new Map<number, number>()
    const seen: {gaveWay: Holder | null; blockers: readonly Holder[]} = {gaveWay: null, blockers: []}
    const look = async () => {
      const client = await open()
      const waiting = parse(holders, (await client.query(await readSql('maintenance/waiters.sql'), [pid])).rows)
      const now = performance.now()
      for (const {pid: other} of waiting) if (!firstSeen.has(other)) firstSeen.set(other, now)
      const patient = waiting.find((other) => now - (firstSeen.get(other.pid) ?? now) >= limits.giveWay)
      if (patient && !seen.gaveWay) {
        seen.gaveWay = patient
        onEvent?.({kind: 'gave-way', to: describeHolder(patient)})
        await client.query('SELECT pg_cancel_backend($1)', [pid])
      }
      const blocking = parse(holders, (await client.query(await readSql('maintenance/blockers.sql'), [pid])).rows)
      if (blocking.length > 0) seen.blockers = blocking
      const {rows} = await client.query<{object: string; phase: string; share: number | null}>(
        await readSql('maintenance/progress.sql'),
        [pid],
      )
      for (const row of rows) onEvent?.({kind: 'progress', ...row})
    }
    const end = repeat(look, close)
    try {
      await work()
      return {...seen, error: null}
    } catch (error) {
      return {...seen, error}
    } finally {
      await end()
    }
  }
  return {clear, watch, close}
}

/** Looks again and again until the returned function is called, which waits for the last look to end. */
function repeat(look: () => Promise<void>, onError: () => Promise<void>): () => Promise<void> {
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<void> = Promise.resolve()
  const schedule = (delay: number) => {
    timer = setTimeout(() => {
      // To see who is in the way is a service; the work itself tells whether it succeeded.
      looking = look()
        .catch(onError)
        .then(() => {
          if (timer) schedule(NEXT_LOOK)
        })
    }, delay)
  }
  schedule(FIRST_LOOK)
  return async () => {
    if (timer) clearTimeout(timer)
    timer = null
    await looking
  }
}
