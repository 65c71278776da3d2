import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {cancelBackend} from './cancel.ts'

/** Thrown between statements when the signal has come. */
export class Interruption extends Error {}

/** Whether an error is what the signal brought about. */
export function isInterruption(error: unknown, signal: AbortSignal | undefined): boolean {
  if (error instanceof Interruption) return true
  if (!signal?.aborted || !(error instanceof Failure)) return false
  const {cause} = error
  return error.code === 'connection_lost' || (cause instanceof Error && 'code' in cause && cause.code === '57014')
}

/** Cancels the running statement when the signal says so. Resolves to what ends the watch. */
export async function cancelOn(client: pg.Client, signal: AbortSignal | undefined): Promise<() => Promise<void>> {
  if (!signal) return async () => {}
  const {rows} = await client.query<{pid: number}>('SELECT pg_catalog.pg_backend_pid() AS pid')
  const pid = rows[0]?.pid ?? 0
  let cancelling = Promise.resolve()
  const onAbort = (): void => {
    cancelling = cancelBackend(client, pid)
  }
  signal.addEventListener('abort', onAbort, {once: true})
  return async () => {
    signal.removeEventListener('abort', onAbort)
    // A cancel that came late would hit the next statement of this session.
    await cancelling
  }
}
