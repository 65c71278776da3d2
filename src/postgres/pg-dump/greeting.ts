import type pg from 'pg'

// What a server reports at connect (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-ASYNC), where
// libpq or pg_dump reads it.
const REPORTED = [
  'server_version',
  'server_encoding',
  'client_encoding',
  'standard_conforming_strings',
  'integer_datetimes',
  'is_superuser',
  'session_authorization',
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
]

export type Greeting = {readonly bytes: Uint8Array; readonly pid: number}

/** What the server would say to a client that has just signed in: the end of a handshake that this session has behind it. */
export async function greeting(client: pg.Client): Promise<Greeting> {
  const {rows} = await client.query<{name: string; value: string; pid: number}>(
    'SELECT name, current_setting(name) AS value, pg_backend_pid() AS pid FROM unnest($1::text[]) AS name',
    [REPORTED],
  )
  const pid = rows[0]?.pid ?? 0
  const bytes = Buffer.concat([
    message('R', int32(0)),
    ...rows.map(({name, value}) => message('S', Buffer.from(`${name}\0${value}\0`))),
    // The key is for cancelling, which is done from outside.
    message('K', Buffer.concat([int32(pid), int32(0)])),
    message('Z', Buffer.from('I')),
  ])
  return {bytes, pid}
}

const message = (type: string, body: Buffer): Buffer => Buffer.concat([Buffer.from(type), int32(body.length + 4), body])

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}
