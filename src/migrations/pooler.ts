import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {Failure} from '../failure.ts'

/**
 * Refuses a connection whose statements may each reach another backend: the lock would be left behind on one of
 * them. A pooler shows itself by announcing a backend pid of its own making; that it pools transactions, by giving
 * our backend to a second session, or another one to us. Returns the pid of the backend.
 * @throws Failure `transaction_pooler`
 */
export async function refuseTransactionPooler(client: pg.Client, open: () => Promise<pg.Client>): Promise<number> {
  const pid = await backendPid(client)
  if (announcedPid(client) === pid) return pid
  const ours = new Set([pid])
  const others: Promise<pg.Client>[] = []
  try {
    // Each keeps its backend busy, so a pool that hands backends out in turn comes round to ours.
    for (let i = 0; i < MOST_SESSIONS; i++) {
      const other = open()
      others.push(other)
      const busy = other.then(busyPid)
      // It may still fail when nobody waits for it any more.
      busy.catch(() => {})
      const theirs = await Promise.race([busy, sleep(PATIENCE, null, {ref: false})])
      // While we are idle, a pool of transactions would have had our backend to give.
      if (theirs === null) return pid
      if (ours.has(theirs) || ours.add(await backendPid(client)).size > 1) throw pooled()
    }
    return pid
  } finally {
    for (const other of others) void other.then((client) => client.end()).catch(() => {})
  }
}

const MOST_SESSIONS = 4

/** Milliseconds. */
const PATIENCE = 2000

async function busyPid(client: pg.Client): Promise<number> {
  await client.query('BEGIN')
  return backendPid(client)
}

async function backendPid(client: pg.Client): Promise<number> {
  const {rows} = await client.query<{pid: number}>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}

// pg keeps what the server announced at the start (BackendKeyData) but does not declare it.
const announcedPid = (client: pg.Client): unknown => 'processID' in client && client.processID

const pooled = (): Failure =>
  new Failure('transaction_pooler', 'this connection goes through a pooler that shares sessions between clients', {
    hint: 'connect to PostgreSQL itself (its own port, usually 5432), or to a pool in session mode',
  })
