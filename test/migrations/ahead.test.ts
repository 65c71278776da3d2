import {expect, test} from 'vitest'
import {up} from '../../src/migrations/run.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {createDatabase, session} from '../support/database.ts'
import {folderOf, migrate, recorder, rejection, rows, states} from './support.ts'

const file = (n: number) => `${String(n).padStart(3, '0')}_f.sql`

/** Forty files, each a row of `log`; some of them as given. */
const forty = (others: Readonly<Record<number, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Array.from({length: 40}, (_, i) => [
      file(i + 1),
      others[i + 1] ??
        (i === 0 ? 'CREATE TABLE log (n int, at timestamptz DEFAULT now());' : `INSERT INTO log VALUES (${i + 1});`),
    ]),
  )

const log = `SELECT array_agg(n ORDER BY n)::text AS log FROM log`

/** `{2,3,4}` */
const upTo = (last: number, without: readonly number[] = []): string =>
  `{${Array.from({length: last - 1}, (_, i) => i + 2)
    .filter((n) => !without.includes(n))
    .join(',')}}`

test('each file is a transaction with a clock of its own, and told in turn', async () => {
  const address = await createDatabase()
  const {events, onEvent} = recorder()
  await migrate(address, forty(), {onEvent})
  const told = events.flatMap((event) => ('migration' in event ? [`${event.kind} ${event.migration.version}`] : []))
  const versions = Array.from({length: 40}, (_, i) => String(i + 1).padStart(3, '0'))
  expect(told).toEqual(versions.flatMap((version) => [`start ${version}`, `done ${version}`]))
  const client = await session(address)
  expect(await rows(client, log)).toEqual([{log: upTo(40)}])
  expect(
    await rows(
      client,
      'SELECT count(DISTINCT xmin::text)::int AS transactions, count(DISTINCT at)::int AS clocks FROM log',
    ),
  ).toEqual([{transactions: 39, clocks: 39}])
  expect(
    await rows(
      client,
      'SELECT bool_and(h.applied_at = l.at) AS same FROM log l JOIN schema_migrations h ON h.version::int = l.n',
    ),
  ).toEqual([{same: true}])
})

test('what a file takes is not counted to the next', async () => {
  const address = await createDatabase()
  await migrate(address, forty({5: 'SELECT pg_sleep(0.4)'}))
  const took = await rows(await session(address), 'SELECT version FROM schema_migrations WHERE duration_ms >= 400')
  expect(took).toEqual([{version: '005'}])
})

test.each([
  ['fails', 'SELECT 1;\n  SELECT nothing;', {line: 2, column: 10}],
  ['is no SQL', 'SELECT 1;\nSELEKT 1;', {line: 2, column: 1}],
  // The parser lets it pass; the server does not.
  ['is no SQL to the server', "SELECT 1;\n SELECT U&'\\00' ;", {line: 2}],
])('a file that %s stops what was sent behind it, and nothing before it', async (_, bad, place) => {
  const address = await createDatabase()
  const files = forty({20: bad})
  const {events, onEvent} = recorder()
  const error = await rejection(up(address, folderOf(files), {onEvent}))
  expect(error).toMatchObject({
    code: 'migration_failed',
    detail: 'nothing of this file is in effect',
    place: {file: `sql/migrations/${file(20)}`, ...place},
  })
  expect(events.filter((event) => event.kind === 'notice')).toEqual([])
  const client = await session(address)
  expect(await rows(client, log)).toEqual([{log: upTo(19)}])
  expect((await states(client, files)).slice(18, 21)).toEqual(['019 applied', '020 pending', '021 pending'])
  expect(await migrate(address, forty())).toHaveLength(21)
  expect(await rows(client, log)).toEqual([{log: upTo(40)}])
})

test('a file whose COMMIT fails stops them, too', async () => {
  const address = await createDatabase()
  const late = `
    CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.n < 1000 THEN SET CONSTRAINTS ALL DEFERRED; INSERT INTO bait VALUES (NEW.n + 1000);
        ELSE RAISE EXCEPTION 'not at all'; END IF;
        RETURN NULL;
      END $$;
    CREATE TABLE bait (n int);
    CREATE CONSTRAINT TRIGGER late AFTER INSERT ON bait DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION later();`
  const files = forty({5: late, 20: 'INSERT INTO log VALUES (20); INSERT INTO bait VALUES (1);'})
  expect(await rejection(migrate(address, files))).toMatchObject({message: expect.stringContaining('not at all')})
  const client = await session(address)
  expect(await rows(client, log)).toEqual([{log: upTo(19, [5])}])
  expect((await states(client, files)).slice(18, 21)).toEqual(['019 applied', '020 pending', '021 pending'])
})

test('a file that gets no lock in time is tried again, and those behind it wait', async () => {
  const address = await createDatabase()
  await migrate(address, {[file(1)]: forty()[file(1)] ?? ''})
  const files = forty({20: 'ALTER TABLE log ADD COLUMN extra int; INSERT INTO log VALUES (20);'})
  const {events, onEvent} = recorder()
  await withConnection(address, async (other) => {
    await other.query('BEGIN; LOCK TABLE log IN ROW EXCLUSIVE MODE')
    const run = migrate(address, files, {
      lockTimeout: 100,
      onEvent: (event) => {
        onEvent(event)
        if (event.kind === 'retry') void other.query('COMMIT')
      },
    })
    expect(await run).toHaveLength(39)
  })
  expect(events.filter((event) => event.kind === 'retry')).not.toEqual([])
  expect(await rows(await session(address), log)).toEqual([{log: upTo(40)}])
})

test('an interruption stops what was sent, too; what is told as done is all that is in effect', async () => {
  const address = await createDatabase()
  const files = forty({20: 'SELECT pg_sleep(30)'})
  const controller = new AbortController()
  const {events, onEvent} = recorder()
  const error = await rejection(
    migrate(address, files, {
      signal: controller.signal,
      onEvent: (event) => {
        onEvent(event)
        if (event.kind === 'done' && event.migration.version === '010') controller.abort()
      },
    }),
  )
  expect(error).toMatchObject({code: 'interrupted'})
  const done = events.flatMap((event) => (event.kind === 'done' ? [event.migration.version] : []))
  expect(done.length).toBeLessThan(20)
  const recorded = await rows(
    await session(address),
    'SELECT version FROM schema_migrations WHERE applied_at IS NOT NULL ORDER BY 1',
  )
  expect(recorded).toEqual(done.map((version) => ({version})))
})

test('files that need the session for themselves stand among them', async () => {
  const address = await createDatabase()
  const files = forty({
    10: 'CREATE INDEX CONCURRENTLY log_n ON log (n);',
    15: 'BEGIN; INSERT INTO log VALUES (15); COMMIT; SELECT 1;',
    20: 'COPY log (n) FROM stdin;\n20\n\\.\n',
    25: 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; INSERT INTO log VALUES (25);',
    30: 'SET search_path = pg_catalog; SET ROLE pg_monitor; CREATE TEMP TABLE log (n int);',
  })
  expect(await migrate(address, files)).toHaveLength(40)
  expect(await rows(await session(address), log)).toEqual([{log: upTo(40, [10, 30])}])
})

test('a repeatable file that changed is waited for like any other', async () => {
  const address = await createDatabase()
  const views = (v: number, second = `CREATE OR REPLACE VIEW w AS SELECT ${v} AS w`) => ({
    'R__a.sql': `CREATE OR REPLACE VIEW v AS SELECT ${v} AS v;`,
    'R__b.sql': second,
    'R__c.sql': `CREATE OR REPLACE VIEW x AS SELECT ${v} AS x`,
  })
  await migrate(address, views(1))
  await rejection(migrate(address, views(2, 'CREATE OR REPLACE VIEW w AS SELECT nothing AS w')))
  expect(await rows(await session(address), 'SELECT v, w, x FROM v, w, x')).toEqual([{v: 2, w: 1, x: 1}])
  expect(await migrate(address, views(2))).toEqual(['R__b', 'R__c'])
})

test('where transactions are not READ COMMITTED, a file sees what its first statement saw', async () => {
  const address = await createDatabase()
  await withConnection(address, (client) =>
    client.query(`ALTER DATABASE "${address.database}" SET default_transaction_isolation = 'serializable'`),
  )
  expect(
    await migrate(address, forty({7: 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED; INSERT INTO log VALUES (7)'})),
  ).toHaveLength(40)
})
