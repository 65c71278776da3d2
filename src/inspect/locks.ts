import type pg from 'pg'
import {array, type InferOutput, nullable, number, object, string} from 'valibot'
import {readRows} from './session.ts'

const shape = object({
  pid: number(),
  user: string(),
  application: string(),
  state: string(),
  /** Seconds since its transaction began. */
  transaction: nullable(number()),
  blockers: array(number()),
  /** `AccessExclusiveLock on orders`; null where it waits for nothing. */
  wants: nullable(string()),
  query: string(),
})
type Waiting = InferOutput<typeof shape>

/** A session with those that wait for it. */
export type LockTree = Waiting & {readonly waiting: readonly LockTree[]}

const MOST = 500

/** Who is in the way of whom: at the roots those who wait for nobody, or, in a deadlock, for each other. */
export async function locks(client: pg.Client): Promise<readonly LockTree[]> {
  return lockTrees(await readRows(client, 'locks', shape, [MOST]))
}

export function lockTrees(sessions: readonly Waiting[]): readonly LockTree[] {
  const shown = new Set<number>()
  const tree = (session: Waiting): LockTree => {
    shown.add(session.pid)
    const waiting = sessions.filter(({pid, blockers}) => !shown.has(pid) && blockers.includes(session.pid))
    return {...session, waiting: waiting.flatMap((one) => (shown.has(one.pid) ? [] : [tree(one)]))}
  }
  const pids = new Set(sessions.map(({pid}) => pid))
  const roots = sessions.filter(({blockers}) => !blockers.some((pid) => pids.has(pid)))
  const trees = roots.map(tree)
  return [...trees, ...sessions.flatMap((session) => (shown.has(session.pid) ? [] : [tree(session)]))]
}
