import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Workspace} from './workspace.ts'

const MOST_SECONDS = 60

/**
 * Takes an advisory lock, which the session holds until it ends, so that one run at a time does this work. It asks again
 * and again: a session that waits within the server has a snapshot, for which CREATE INDEX CONCURRENTLY would wait.
 * @param work of what there is to be one at a time, e.g. `reset trossapp_dev`
 * @throws Failure `locked` after a minute
 */
export async function takeTurn(client: pg.Client, work: string, {signal, onProgress}: Workspace): Promise<void> {
  const start = performance.now()
  for (let told = false; ; told = true) {
    signal?.throwIfAborted()
    const {rows} = await client.query<{taken: boolean}>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
      [`pgplumb ${work}`],
    )
    if (rows[0]?.taken) return
    if (performance.now() - start > MOST_SECONDS * 1000)
      throw new Failure('locked', `another run is at it: pgplumb ${work}`, {
        hint: 'wait for it to end; pg_stat_activity shows what it does',
      })
    if (!told) onProgress?.('another run is at it: waiting for it to end')
    await sleep(100 + 200 * Math.random())
  }
}
