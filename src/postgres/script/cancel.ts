import pg from 'pg'

/** Asks the server, in a session of its own, to cancel what `pid` is doing; cuts the line where that is impossible. */
export async function cancelBackend(client: pg.Client, pid: number): Promise<void> {
  const second = new pg.Client({
    host: client.host,
    port: client.port,
    user: client.user,
    database: client.database,
    password: client.password ?? '',
    ssl: client.ssl,
    application_name: 'pgplumb cancel',
    connectionTimeoutMillis: 5000,
  })
  second.on('error', () => {})
  try {
    await second.connect()
    await second.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid])
  } catch {
    // The server ends the work of a client that is gone.
    client.connection.stream.destroy()
  } finally {
    await second.end().catch(() => {})
  }
}
