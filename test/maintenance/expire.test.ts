import {readFileSync, statSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {expire} from '../../src/maintenance/expire/expire.ts'
import {recogniseTables} from '../../src/maintenance/expire/recognise.ts'
import type {Address} from '../../src/postgres/address.ts'
import {createDatabase, session} from '../support/database.ts'
import {temporaryDirectory} from '../support/embedded.ts'
import {createRole} from '../support/role.ts'

/** `count` tokens, of which `share` per cent expired more than a day ago, the others not yet. */
const tokens = (count: number, share: number, column = 'timestamptz', name = 'tokens') => `
  CREATE TABLE ${name} (id bigint PRIMARY KEY, user_id int, token text, expires_at ${column});
  INSERT INTO ${name} SELECT i, i % 1000, md5(i::text),
    now() + CASE WHEN i % 100 < ${share} THEN interval '-2 days' ELSE interval '2 days' END
    FROM generate_series(1, ${count}) i;`

const RULE = {table: 'public.tokens', column: 'expires_at', retention: '1 day'}

const left = async (address: Address, where = 'true'): Promise<number> => {
  const {rows} = await (await session(address)).query(`SELECT count(*)::int AS n FROM tokens WHERE ${where}`)
  return rows[0].n
}

test('where much has expired it sweeps the heap, and only expired rows go', async () => {
  const address = await createDatabase(tokens(5000, 80))
  const told: number[] = []
  const [expiry, ...others] = await expire(address, RULE, {onProgress: (_, deleted) => told.push(deleted)})
  expect(others).toEqual([])
  expect(expiry).toMatchObject({
    table: 'public.tokens',
    strategy: 'sweep',
    deleted: 4000,
    left: [],
    stopped: false,
    findings: [],
  })
  expect(told.at(-1)).toBe(4000)
  expect(await left(address)).toBe(1000)
  expect(await left(address, 'expires_at < now()')).toBe(0)
  expect(await expire(address, RULE)).toMatchObject([{deleted: 0}])
})

test('where little has expired it goes along the index, past what it may not delete', async () => {
  const address = await createDatabase(`${tokens(20_000, 3)} CREATE INDEX ON tokens (expires_at);
    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER keep BEFORE DELETE ON tokens FOR EACH ROW WHEN (OLD.id <= 5000) EXECUTE FUNCTION keep();`)
  const [expiry] = await expire(address, {...RULE, batchTarget: 1})
  expect(expiry).toMatchObject({strategy: 'index', deleted: 450, stopped: false})
  expect(await left(address, 'expires_at < now()')).toBe(150)
})

test('a dry run counts and deletes nothing', async () => {
  const address = await createDatabase(tokens(1000, 50))
  expect(await expire(address, RULE, {dryRun: true})).toMatchObject([{strategy: 'count', expired: 500, deleted: 0}])
  expect(await left(address)).toBe(1000)
})

test('a condition, even one with a comment in it', async () => {
  const address = await createDatabase(tokens(1000, 50))
  await expire(address, {table: 'tokens', condition: 'id <= 10 -- the first'})
  expect(await left(address)).toBe(990)
})

test.each([
  ['timestamp', "now() AT TIME ZONE 'Asia/Tokyo'"],
  ['timestamptz', 'now()'],
  ['date', "(now() AT TIME ZONE 'Asia/Tokyo')::date"],
])('a %s is compared with the clock it was written by', async (type, now) => {
  const address = await createDatabase(`
    CREATE TABLE tokens (id int, expires_at ${type});
    INSERT INTO tokens VALUES (1, ${now} - interval '3 hours'), (2, ${now} + interval '1 hour'),
      (3, ${now} - interval '2 days'), (4, NULL);`)
  await expire(address, {...RULE, retention: '0 days', timeZone: 'Asia/Tokyo'})
  const {rows} = await (await session(address)).query('SELECT id FROM tokens ORDER BY id')
  const ids = rows.map(({id}) => id)
  expect(ids).toContain(2)
  expect(ids).toContain(4)
  expect(ids).not.toContain(3)
  // A date has expired when its day is over, which depends on the hour of this test.
  if (type !== 'date') expect(ids).toEqual([2, 4])
})

test('partitions, and a table in every tenant schema', async () => {
  const address = await createDatabase(`
    CREATE TABLE tokens (id int, expires_at timestamptz) PARTITION BY RANGE (id);
    CREATE TABLE tokens_1 PARTITION OF tokens FOR VALUES FROM (0) TO (100);
    CREATE TABLE "tokens 2" PARTITION OF tokens FOR VALUES FROM (100) TO (200);
    INSERT INTO tokens SELECT i, now() - interval '1 year' FROM generate_series(0, 199) i;
    CREATE SCHEMA tenant_a; CREATE TABLE tenant_a.links (expires_at timestamptz);
    CREATE SCHEMA tenant_b; CREATE TABLE tenant_b.links (expires_at timestamptz);
    INSERT INTO tenant_b.links VALUES ('-infinity'), ('infinity')`)
  const parts = await expire(address, RULE)
  expect(parts.map(({table, deleted}) => ({table, deleted}))).toEqual([
    {table: 'public."tokens 2"', deleted: 100},
    {table: 'public.tokens_1', deleted: 100},
  ])
  const tenants = await expire(address, {...RULE, table: 'tenant_*.links'})
  expect(tenants.map(({table, deleted}) => ({table, deleted}))).toEqual([
    {table: 'tenant_a.links', deleted: 0},
    {table: 'tenant_b.links', deleted: 1},
  ])
})

test('a referencing table without an index is refused with the cure, which cures it', async () => {
  const address = await createDatabase(`${tokens(100, 50)}
    CREATE TABLE uses (token_id bigint REFERENCES tokens ON DELETE CASCADE); INSERT INTO uses VALUES (1);`)
  const failure = await expire(address, RULE).catch((error) => error)
  expect(failure).toMatchObject({
    code: 'unindexed_foreign_key',
    message: expect.stringContaining('public.uses (token_id)'),
    hint: 'CREATE INDEX CONCURRENTLY ON public.uses (token_id)',
  })
  expect(await left(address)).toBe(100)
  await (await session(address)).query(failure.hint)
  expect(await expire(address, RULE)).toMatchObject([{deleted: 50}])
})

test('rows that are still referenced are an error that says so', async () => {
  const address = await createDatabase(`${tokens(100, 50)}
    CREATE TABLE uses (token_id bigint UNIQUE REFERENCES tokens); INSERT INTO uses VALUES (1);`)
  await expect(expire(address, RULE)).rejects.toMatchObject({code: 'still_referenced'})
})

test('a missing index is a finding where little of a large table has expired', async () => {
  const address = await createDatabase(`
    CREATE TABLE tokens (id int, body text, expires_at timestamptz);
    ALTER TABLE tokens ALTER body SET STORAGE PLAIN;
    INSERT INTO tokens SELECT i, repeat('x', 7000), now() + interval '1 day' FROM generate_series(1, 1100) i`)
  const [expiry] = await expire(address, RULE, {dryRun: true})
  expect(expiry?.findings).toMatchObject([
    {rule: 'expiry-without-index', sql: 'CREATE INDEX CONCURRENTLY ON public.tokens ("expires_at")'},
  ])
  await (await session(address)).query(expiry?.findings[0]?.sql ?? '')
  expect(await expire(address, RULE)).toMatchObject([{findings: [], strategy: 'index', deleted: 0}])
})

test.each([
  ['a table that is not there', {...RULE, table: 'public.tokns'}, 'no_table', 'did you mean public.tokens?'],
  ['a column that is not there', {...RULE, column: 'expire_at'}, 'no_column', 'did you mean expires_at?'],
  ['a column that is no time', {...RULE, column: 'user_id'}, 'bad_column', expect.any(String)],
  ['a retention that is none', {...RULE, retention: 'soon'}, 'bad_retention', expect.any(String)],
  ['a negative retention', {...RULE, retention: '-1 day'}, 'bad_retention', expect.any(String)],
  ['a time zone that is none', {...RULE, timeZone: 'Moon'}, 'bad_retention', expect.any(String)],
  ['a condition that names nothing', {table: 'tokens', condition: 'nope < 1'}, 'bad_condition', expect.any(String)],
  ['a condition that breaks out', {table: 'tokens', condition: 'false) OR (true'}, 'bad_condition', expect.any(String)],
])('%s is refused', async (_, rule, code, hint) => {
  const address = await createDatabase(tokens(10, 50, code === 'bad_retention' ? 'timestamp' : 'timestamptz'))
  await expect(expire(address, rule)).rejects.toMatchObject({code, hint})
  expect(await left(address)).toBe(10)
})

test('where row security would hide rows from this role, it fails rather than leaves them', async () => {
  const role = await createRole()
  const address = await createDatabase(`${tokens(10, 50)} ALTER TABLE tokens ENABLE ROW LEVEL SECURITY;
    CREATE POLICY mine ON tokens USING (user_id = 1); GRANT ALL ON tokens TO ${role};`)
  await expect(expire({...address, user: role}, RULE)).rejects.toThrow(/row-level security/)
})

test('rows that another session holds are left and named; the others go', async () => {
  const address = await createDatabase(tokens(20_000, 80))
  const other = await session(address)
  await other.query('BEGIN; UPDATE tokens SET user_id = 0 WHERE id = 1')
  const [expiry] = await expire(address, RULE, {lockTimeout: 50})
  expect(expiry?.left).toHaveLength(1)
  expect(expiry?.left[0]).toMatch(/^blocks 0 to \d+$/)
  await other.query('COMMIT')
  await expire(address, RULE)
  expect(await left(address, 'expires_at < now()')).toBe(0)
})

test('it stops between two batches, and goes on the next time', async () => {
  const address = await createDatabase(tokens(50_000, 80))
  const stop = new AbortController()
  const [first] = await expire(
    address,
    {...RULE, batchTarget: 1},
    {signal: stop.signal, onProgress: () => stop.abort()},
  )
  expect(first).toMatchObject({stopped: true})
  expect(first?.deleted).toBeGreaterThan(0)
  expect(await left(address, 'expires_at < now()')).toBe(40_000 - (first?.deleted ?? 0))
  await expire(address, RULE)
  expect(await left(address, 'expires_at < now()')).toBe(0)
})

test('160,000 of 200,000 tokens: short transactions, and a writer beside it hardly waits', async () => {
  const address = await createDatabase(`${tokens(200_000, 80)}
    CREATE INDEX ON tokens (expires_at); CREATE INDEX ON tokens (user_id);`)
  const writer = await session(address)
  const waits: number[] = []
  let running = true
  const writing = (async () => {
    for (let id = 99; running; id = ((id + 9973) % 200_000) + 1) {
      const start = performance.now()
      await writer.query("UPDATE tokens SET token = 'x' WHERE id = $1", [id])
      waits.push(performance.now() - start)
      await sleep(5)
    }
  })()
  const [expiry] = await expire(address, RULE)
  running = false
  await writing
  // Rows that the writer moved behind the sweep are left to the next run.
  await expire(address, RULE)
  expect(await left(address, 'expires_at < now()')).toBe(0)
  expect(await left(address)).toBe(40_000)
  expect(expiry).toMatchObject({strategy: 'sweep', left: []})
  expect(expiry?.batches).toBeGreaterThan(5)
  waits.sort((a, b) => a - b)
  // Generous, for a busy machine: beside one DELETE of them all, an unlucky writer waits for all of it.
  expect(waits[Math.floor(waits.length * 0.9)]).toBeLessThan(250)
})

test('what was used stays for a while after it was', async () => {
  const address = await createDatabase(`
    CREATE TABLE tokens (id int PRIMARY KEY, expires_at timestamptz, used_at timestamp);
    INSERT INTO tokens VALUES (1, now() - interval '9 days', NULL), (2, now() - interval '9 days', now() - interval '8 days'),
      (3, now() - interval '9 days', now() - interval '40 days'), (4, now() + interval '1 day', now() - interval '40 days');
    CREATE INDEX ON tokens (expires_at)`)
  const rule = {...RULE, used: {column: 'used_at', keep: '30 days'}}
  expect(await expire(address, rule, {dryRun: true})).toMatchObject([{expired: 2}])
  expect(await expire(address, rule)).toMatchObject([{deleted: 2}])
  const {rows} = await (await session(address)).query('SELECT id FROM tokens ORDER BY id')
  expect(rows.map(({id}) => id)).toEqual([2, 4])
})

test.each([
  ['sweep', 50],
  ['index', 4],
] as const)('rows go to a table or a file before they are deleted, by %s', async (strategy, share) => {
  const address = await createDatabase(`${tokens(5000, share)} CREATE INDEX ON tokens (expires_at);
    ALTER TABLE tokens DROP token; ALTER TABLE tokens ADD note text DEFAULT 'x';`)
  const rule = {...RULE, batchTarget: 1}
  const expired = (5000 * share) / 100
  const client = await session(address)
  await client.query('BEGIN; CREATE TABLE before AS SELECT * FROM tokens WHERE expires_at < now(); COMMIT')
  const [one] = await expire(address, {...rule, retention: '100 years', archive: {table: 'kept'}})
  expect(one).toMatchObject({deleted: 0, archivedTo: '"public"."kept"'})
  expect(await expire(address, {...rule, archive: {table: 'kept'}})).toMatchObject([{strategy, deleted: expired}])
  const differ = '(TABLE kept EXCEPT TABLE before) UNION ALL (TABLE before EXCEPT TABLE kept)'
  expect((await client.query(differ)).rowCount).toBe(0)
  expect((await client.query('SELECT FROM kept')).rowCount).toBe(expired)

  await client.query('INSERT INTO tokens SELECT * FROM kept')
  const folder = await temporaryDirectory()
  const [two] = await expire(address, {...rule, archive: {folder}})
  expect(two).toMatchObject({strategy, deleted: expired})
  const lines = readFileSync(two?.archivedTo ?? '', 'utf8')
    .trimEnd()
    .split('\n')
  expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual(
    (await client.query('SELECT id FROM kept')).rows.map(({id}) => Number(id)).sort(),
  )
  expect(statSync(two?.archivedTo ?? '').mode & 0o777).toBe(0o600)
  await client.query('ALTER TABLE kept DROP note; INSERT INTO tokens SELECT * FROM before')
  await expect(expire(address, {...rule, archive: {table: 'kept'}})).rejects.toMatchObject({code: 'bad_archive'})
  expect(await left(address, 'expires_at < now()')).toBe(expired)
})

test('a dry run counts the rows that go along, and by tenant', async () => {
  const address = await createDatabase(`${tokens(1000, 50)}
    ALTER TABLE tokens ADD tenant_id int; UPDATE tokens SET tenant_id = id % 4;
    CREATE TABLE uses (token_id bigint REFERENCES tokens ON DELETE CASCADE);
    INSERT INTO uses SELECT id FROM tokens WHERE id % 100 IN (1, 99);`)
  expect(await expire(address, RULE, {dryRun: true, tenantColumn: 'tenant_id'})).toMatchObject([
    {
      expired: 500,
      children: [{table: 'public.uses', rows: 10}],
      tenants: [
        {tenant: '0', rows: 130},
        {tenant: '1', rows: 130},
        {tenant: '2', rows: 120},
        {tenant: '3', rows: 120},
      ],
    },
  ])
})

test('tables of tokens and invitations are recognised, in every tenant schema; what only looks like one is not', async () => {
  const address = await createDatabase(`
    CREATE TABLE refresh_tokens (id int, expires_at timestamp NOT NULL, last_used_at timestamp, revoked_at timestamp);
    CREATE TABLE invitations (id int, expires_at timestamptz, accepted_at timestamptz);
    CREATE SCHEMA a; CREATE TABLE a.password_reset_tokens (id int, expires_at timestamptz, used_at timestamptz);
    CREATE SCHEMA b; CREATE TABLE b.password_reset_tokens (id int, expires_at timestamptz, used_at timestamptz);
    CREATE TABLE magic_links (id int, expires_at text); CREATE TABLE contracts (id int, expires_at timestamptz);
    INSERT INTO b.password_reset_tokens VALUES (1, now() - interval '31 days', NULL), (2, now() - interval '29 days', NULL)`)
  const rules = await recogniseTables(await session(address))
  expect(rules).toEqual([
    {table: 'invitations', column: 'expires_at', retention: '30 days', used: {column: 'accepted_at', keep: '90 days'}},
    {
      table: 'password_reset_tokens',
      column: 'expires_at',
      retention: '30 days',
      used: {column: 'used_at', keep: '90 days'},
    },
    {
      table: 'refresh_tokens',
      column: 'expires_at',
      retention: '30 days',
      used: {column: 'revoked_at', keep: '90 days'},
    },
  ])
  const [, tokenRule] = rules
  if (!tokenRule) throw new Error('no rule')
  expect((await expire(address, tokenRule)).map(({table, deleted}) => `${table} ${deleted}`)).toEqual([
    'a.password_reset_tokens 0',
    'b.password_reset_tokens 1',
  ])
})

test.for([
  ['index', 8, 100_000],
  ['sweep', 80, 40_000],
] as const)('an old snapshot does not make the way by %s longer with each batch', async ([strategy, share, rows]) => {
  const address = await createDatabase(`${tokens(rows, share)} CREATE INDEX ON tokens (expires_at);`)
  const [client, old] = [await session(address), await session(address)]
  // Expired one after the other, as tokens are.
  await client.query("UPDATE tokens SET expires_at = expires_at + id * interval '1 microsecond'")
  await client.query('VACUUM ANALYZE tokens')
  await old.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM tokens')
  const read = async () => {
    await client.query('SELECT pg_stat_clear_snapshot()')
    const {rows} = await client.query(
      `SELECT sum(idx_tup_read)::int AS entries, min(s.n_tup_del)::int AS deleted,
              min(i.heap_blks_hit + i.heap_blks_read)::int AS pages
         FROM pg_stat_user_indexes x JOIN pg_stat_user_tables s USING (relid) JOIN pg_statio_user_tables i USING (relid)`,
    )
    return rows[0]
  }
  const before = await read()
  const [expiry] = await expire(address, {...RULE, batchTarget: 2})
  const deleted = (rows * share) / 100
  expect(expiry).toMatchObject({strategy, deleted})
  expect(expiry?.batches).toBeGreaterThan(5)
  await expect.poll(async () => (await read()).deleted - before.deleted, {timeout: 20_000}).toBe(deleted)
  const after = await read()
  // Each entry once, and again those where a batch begins; each page a few times, and for the rows on it.
  expect(after.entries - before.entries).toBeLessThan(strategy === 'index' ? 2 * deleted : deleted)
  expect(after.pages - before.pages).toBeLessThan(10 * deleted + 10 * rows)
  await old.query('COMMIT')
})
