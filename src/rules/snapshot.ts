import type pg from 'pg'

/**
 * Runs `work` in one read-only snapshot. With search_path pinned, the server prints every name qualified and no
 * function of the user's can stand in for one of the server's. The session must not be in a transaction.
 */
export async function inSnapshot<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  // Compiling a query takes longer than these run.
  await client.query(
    'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL search_path = pg_catalog; SET LOCAL jit = off',
  )
  try {
    return await work()
  } finally {
    // Nothing was written; after an error ROLLBACK is the only statement the session takes.
    await client.query('ROLLBACK')
  }
}
