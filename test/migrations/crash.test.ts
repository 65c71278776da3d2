import {dirname} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, onTestFinished, test} from 'vitest'
import {fingerprint} from '../../src/migrations/verify/fingerprint.ts'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {bin, projectWith} from '../support/cli.ts'
import {createDatabase, session} from '../support/database.ts'
import {outcome, startNode} from '../support/process.ts'
import {startServer, type ThrowawayServer} from '../support/throwaway-server.ts'
import {cuttable} from './proxy.ts'
import {migrate, rows, states} from './support.ts'

/** How many interruptions, and a sixth as many races. */
const POINTS = Number(process.env.TEST_ROUNDS ?? 20)
const RACES = Math.max(5, Math.round(POINTS / 6))

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
  // These are sent before the ones in front of them are answered.
  ...Object.fromEntries(
    Array.from({length: 20}, (_, i) => [
      `${String(i + 5).padStart(3, '0')}_row.sql`,
      `INSERT INTO log VALUES (${i + 8}); SELECT pg_sleep(0.003); CREATE TABLE t_${i} (a int PRIMARY KEY)`,
    ]),
  ),
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

const RUNNING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pgplumb migrate'`

const KILL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'pgplumb migrate'`

const VERSIONS = [...Array.from({length: 24}, (_, i) => String(i + 1).padStart(3, '0')), 'R__view']

const EXPECTED = {
  log: Array.from({length: 27}, (_, i) => i + 1),
  indexes: ['t_a true', 't_b_idx true'],
  columns: 5,
  invalid: 0,
  parts: 0,
  versions: VERSIONS,
  recorded: VERSIONS.length,
}

test('an uninterrupted run ends where the interrupted ones are to end', async () => {
  const address = await createDatabase()
  await migrate(address, FILES)
  expect(await rows(await session(address), SNAPSHOT)).toEqual([EXPECTED])
})

test(
  `eight runs at once, ${RACES} times: one applies, all succeed, nothing is done twice`,
  async () => {
    for (let race = 0; race < RACES; race++) {
      const address = await createDatabase()
      const ran = await Promise.all(Array.from({length: 8}, () => migrate(address, FILES)))
      expect(ran.filter((versions) => versions.length > 0)).toEqual([VERSIONS])
      expect(await withConnection(address, (client) => rows(client, SNAPSHOT))).toEqual([EXPECTED])
    }
  },
  60_000 + 10_000 * RACES,
)

test(
  `ended at ${POINTS} random moments in five ways: a plain rerun completes, and nothing is done twice`,
  async () => {
    const seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000)
    console.info(`TEST_SEED=${seed} TEST_ROUNDS=${POINTS}`)
    const random = generator(seed)
    const server = await startServer()
    onTestFinished(server.stop)
    const undisturbed = await newDatabase(server.address, 'undisturbed')
    await migrate(undisturbed, FILES)
    const expected = await outcomeIn(undisturbed)
    expect(expected.snapshot).toEqual([EXPECTED])
    const struck = {terminate: 0, cut: 0, crash: 0, kill: 0, interrupt: 0}
    for (let round = 0, points = 0; points < POINTS; round++) {
      const direct = await newDatabase(server.address, `round_${round}`)
      for (let attempts = 0, isDone = false; !isDone; attempts++) {
        expect(attempts, `round ${round} of seed ${seed}`).toBeLessThan(40)
        const way = WAYS[Math.floor(random() * WAYS.length)] ?? 'cut'
        // Later attempts are left more time, for all of them to end some day.
        isDone = await attempt(way, server, direct, random() * (150 + attempts * 50), random() < 0.5)
        if (isDone) break
        struck[way]++
        points++
      }
      expect(await outcomeIn(direct), `round ${round} of seed ${seed}`).toEqual(expected)
      await withConnection(server.address, (client) => client.query(`DROP DATABASE round_${round} WITH (FORCE)`))
    }
    console.info(JSON.stringify(struck))
    expect(Object.values(struck).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(POINTS)
  },
  60_000 + 20_000 * POINTS,
)

const WAYS = ['terminate', 'cut', 'crash', 'kill', 'interrupt'] as const
type Way = (typeof WAYS)[number]

/** One run of the migrations, struck after `delay` milliseconds in the server; whether it came to its end nevertheless. */
async function attempt(
  way: Way,
  server: ThrowawayServer,
  direct: Address,
  delay: number,
  hasFlags: boolean,
): Promise<boolean> {
  if (way === 'kill' || way === 'interrupt') return attemptProcess(way, direct, delay, hasFlags)
  const {address, cut} = await cuttable(direct)
  const run = migrate(address, FILES).then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({code: expect.stringMatching(/^(connection_lost|no_connection|server_starting)$/)})
      return false
    },
  )
  await sleep(delay)
  // Of a connection that was cut, the server goes on with the statement it had.
  if (way === 'cut') cut()
  else if (way === 'crash') await server.crash()
  else await withConnection(direct, (client) => client.query(KILL))
  return run
}

/** The same by the program itself, killed, or asked to stop as Ctrl-C does: with flags, or as a deployment runs it. */
async function attemptProcess(
  way: 'kill' | 'interrupt',
  direct: Address,
  delay: number,
  hasFlags: boolean,
): Promise<boolean> {
  const cwd = dirname(projectWith(FILES, direct))
  const child = startNode([bin, 'migrate', 'dev', ...(hasFlags ? ['--lock-wait', '30'] : [])], {}, cwd)
  const ended = outcome(child)
  await withConnection(direct, async (client) => {
    while (child.exitCode === null && (await client.query(RUNNING)).rowCount === 0) await sleep(5)
  })
  await sleep(delay)
  child.kill(way === 'kill' ? 'SIGKILL' : 'SIGINT')
  const {code, stderr} = await ended
  // A signal that comes when the work is told as done and only the exit is left ends the process itself: 130 to a shell.
  const ended130 = way === 'interrupt' && code === null && /: done \(/.test(stderr) ? 130 : code
  if (code !== 0) expect([way, ended130, stderr]).toEqual([way, way === 'kill' ? null : 130, expect.any(String)])
  return code === 0
}

async function newDatabase(server: Address, name: string): Promise<Address> {
  await withConnection(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`))
  return withDatabase(server, name)
}

const outcomeIn = (address: Address) =>
  withConnection(address, async (client) => ({
    snapshot: await rows(client, SNAPSHOT),
    schema: await fingerprint(client),
    states: await states(client, FILES),
  }))

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
