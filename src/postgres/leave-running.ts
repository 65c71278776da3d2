import type {Address} from './address.ts'
import {connect} from './connect.ts'

/**
 * Starts one statement in a session of its own and does not wait for it: the server ends what it has begun although we
 * have gone. Only for what may fail unnoticed, and is done anew the next time.
 */
export async function leaveRunning(address: Address, sql: string): Promise<void> {
  const client = await connect(address)
  // Else the log would tell of a client that was lost.
  await client.query(
    `SELECT set_config('log_min_messages', 'panic', false) FROM pg_roles WHERE rolname = current_user AND rolsuper`,
  )
  const {stream} = client.connection
  client.connection.query(sql)
  await new Promise<void>((resolve) => stream.end(resolve))
  stream.destroy()
}
