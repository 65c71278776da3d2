import type {Address} from '../address.ts'
import {withConnection} from '../connect.ts'

/**
 * Ends our own session on the server. A backend that waits for a lock does not notice that its client is gone, and
 * would go on waiting. Every user may end sessions of his own.
 */
export async function endSession(address: Address, session: {name: string} | {pid: number}): Promise<void> {
  const [where, value] = 'pid' in session ? ['pid = $1', session.pid] : ['application_name = $1', session.name]
  try {
    await withConnection({...address, connectTimeout: 5}, (client) =>
      client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${where} AND usename = current_user AND pid <> pg_backend_pid()`,
        [value],
      ),
    )
  } catch {
    // A server that cannot be reached has no session of ours, or will find out by itself; the dump has ended anyway.
  }
}
