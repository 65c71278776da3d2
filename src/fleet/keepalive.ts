import type pg from 'pg'

/**
 * Lets the server notice within half a minute that the machine at the other end is gone: what the session has locked is
 * free then. A process that ends is noticed at once.
 */
export async function keepAlive(client: pg.Client): Promise<void> {
  await client.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3')
}
