import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {createDatabase, session} from '../support/database.ts'
import {cuttable} from './proxy.ts'
import {migrate, rows, states} from './support.ts'

const ROUNDS = Number(process.env.TEST_ROUNDS ?? 30)

const FILES = {
  '001_tables.sql': `CREATE TABLE t (a int, b int, c int, note text); CREATE TABLE log (n int);
    INSERT INTO t SELECT n, n, n, 'x' FROM generate_series(1, 2000) n; INSERT INTO log VALUES (1);`,
  '002_indexes.sql': `INSERT INTO log VALUES (2);
    CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a);
    CREATE INDEX CONCURRENTLY ON t (b);
    INSERT INTO log VALUES (3);
    CREATE INDEX CONCURRENTLY IF NOT EXISTS t_c ON t (c);
    VACUUM t;
    INSERT INTO log VALUES (4);
    REINDEX TABLE CONCURRENTLY t;
    DROP INDEX CONCURRENTLY t_c;`,
  '003_transactional.sql':
    'INSERT INTO log VALUES (5); ALTER TABLE t ADD COLUMN d int DEFAULT 7; SELECT pg_sleep(0.01); INSERT INTO log VALUES (6)',
  '004_more.sql': `CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parts FOR VALUES IN (1);
    ALTER TABLE parts DETACH PARTITION part CONCURRENTLY;
    INSERT INTO log VALUES (7);`,
  'R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT a FROM t;',
}

const SNAPSHOT = `SELECT
  (SELECT array_agg(n ORDER BY n) FROM log) AS log,
  (SELECT array_agg(indexrelid::regclass::text || ' ' || indisvalid ORDER BY indexrelid::regclass::text) FROM pg_index WHERE indrelid = 't'::regclass) AS indexes,
  (SELECT count(*)::int FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0) AS columns,
  (SELECT count(*)::int FROM pg_index WHERE NOT indisvalid) AS invalid,
  (SELECT count(*)::int FROM pg_inherits) AS parts,
  (SELECT array_agg(version ORDER BY version) FROM schema_migrations WHERE applied_at IS NOT NULL) AS versions,
  (SELECT count(*)::int FROM schema_migrations) AS recorded`

const KILL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'pgplumb migrate'`

const EXPECTED = {
  log: [1, 2, 3, 4, 5, 6, 7],
  indexes: ['t_a true', 't_b_idx true'],
  columns: 5,
  invalid: 0,
  parts: 0,
  versions: ['001', '002', '003', '004', 'R__view'],
  recorded: 5,
}

test('an uninterrupted run ends where the interrupted ones are to end', async () => {
  const address = await createDatabase()
  await migrate(address, FILES)
  expect(await rows(await session(address), SNAPSHOT)).toEqual([EXPECTED])
})

test(
  `a backend or its connection ended at a random moment, ${ROUNDS} times: the next run completes, and nothing is done twice`,
  async () => {
    const seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000)
    console.info(`TEST_SEED=${seed}`)
    const random = generator(seed)
    let interrupted = 0
    for (let round = 0; round < ROUNDS; round++) {
      const direct = await createDatabase()
      const {address, cut} = await cuttable(direct)
      const killer = await session(direct)
      let attempts = 0
      for (let isDone = false; !isDone; attempts++) {
        expect(attempts).toBeLessThan(40)
        const run = migrate(address, FILES).then(
          () => true,
          (error: unknown) => {
            expect(error).toMatchObject({code: expect.stringMatching(/^(connection_lost|no_connection)$/)})
            return false
          },
        )
        // Later attempts are left more time, for all of them to end some day.
        await sleep(random() * (60 + attempts * 30))
        // Of a connection that was cut, the server goes on with the statement it had.
        if (random() < 0.5) cut()
        else await killer.query(KILL)
        isDone = await run
      }
      interrupted += attempts - 1
      expect(await rows(killer, SNAPSHOT), `round ${round} of seed ${seed}`).toEqual([EXPECTED])
      expect(await states(killer, FILES)).not.toContainEqual(expect.stringContaining('partial'))
      await killer.end()
    }
    expect(interrupted).toBeGreaterThan(ROUNDS / 3)
  },
  10_000 * ROUNDS,
)

/** mulberry32: small, and good enough to choose moments. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
