import {expect, test, vi} from 'vitest'
import {type Bloat, indexBloat, shareOf, tableBloat} from '../../../src/maintenance/bloat/read.ts'
import {createDatabase, session} from '../../support/database.ts'
import {createRole} from '../../support/role.ts'

vi.setConfig({testTimeout: 120_000})

/** Tables of many shapes; of each, rows are deleted or updated so that some of it is bloat. */
const TABLES: Readonly<Record<string, {readonly make: string; readonly spoil?: string}>> = {
  plain: {
    make: `CREATE TABLE plain (id int PRIMARY KEY, n bigint, body text);
      INSERT INTO plain SELECT i, i, md5(i::text) FROM generate_series(1, 60000) i`,
    spoil: 'DELETE FROM plain WHERE id % 2 = 0',
  },
  unbloated: {
    make: `CREATE TABLE unbloated (id bigint PRIMARY KEY, at timestamptz DEFAULT now(), ok bool, n int);
      INSERT INTO unbloated (id, ok, n) SELECT i, i % 2 = 0, i % 100 FROM generate_series(1, 60000) i;
      CREATE INDEX ON unbloated (n); CREATE INDEX ON unbloated (at, id)`,
  },
  padded: {
    make: `CREATE TABLE padded (a bool, b bigint, c bool, d bigint, e smallint, f timestamptz);
      INSERT INTO padded SELECT true, i, false, i, 1, now() FROM generate_series(1, 60000) i;
      CREATE INDEX ON padded (c, d)`,
  },
  names: {
    make: `CREATE TABLE names (id int PRIMARY KEY, email text, name varchar(80));
      INSERT INTO names SELECT i, repeat('x', 3 + i % 23) || i || '@example.org', initcap(repeat('y', i % 11)) FROM generate_series(1, 60000) i;
      CREATE INDEX ON names (email); CREATE INDEX ON names (lower(email))`,
    spoil: 'DELETE FROM names WHERE id % 3 = 0',
  },
  statuses: {
    make: `CREATE TABLE statuses (id int, status text, tenant int, note text);
      INSERT INTO statuses SELECT i, (ARRAY['open','paid','sent','closed'])[1 + i % 4], i % 500, CASE WHEN i % 5 = 0 THEN 'x' END
        FROM generate_series(1, 100000) i;
      CREATE INDEX ON statuses (status); CREATE INDEX ON statuses (tenant); CREATE INDEX ON statuses (note);
      CREATE INDEX ON statuses (tenant, status)`,
    spoil: 'DELETE FROM statuses WHERE (id / 500) % 4 <> 0',
  },
  filled: {
    make: `CREATE TABLE filled (id int PRIMARY KEY, n int) WITH (fillfactor = 70);
      INSERT INTO filled SELECT i, i FROM generate_series(1, 60000) i;
      CREATE INDEX ON filled (n) WITH (fillfactor = 60)`,
  },
  dropped: {
    make: `CREATE TABLE dropped (id int, gone text, body text);
      INSERT INTO dropped SELECT i, repeat('z', 60), md5(i::text) FROM generate_series(1, 60000) i;
      ALTER TABLE dropped DROP gone`,
  },
  nulls: {
    make: `CREATE TABLE nulls (id int, a int, b text, c timestamptz);
      INSERT INTO nulls SELECT i, nullif(i % 3, 0), CASE WHEN i % 2 = 0 THEN md5(i::text) END, NULL FROM generate_series(1, 60000) i;
      CREATE INDEX ON nulls (a); CREATE INDEX ON nulls (b); CREATE INDEX ON nulls (b) WHERE a IS NOT NULL`,
    spoil: 'DELETE FROM nulls WHERE id % 10 < 4',
  },
  updated: {
    make: `CREATE TABLE updated (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), n numeric(12,2), at date);
      INSERT INTO updated (n, at) SELECT i * 1.37, '2020-01-01'::date + i % 1000 FROM generate_series(1, 60000) i;
      CREATE INDEX ON updated (n); CREATE INDEX ON updated (at)`,
    spoil: 'UPDATE updated SET n = n + 1',
  },
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

test('estimates are within points of the size after a rewrite, and no bloat is none', async () => {
  const address = await createDatabase()
  const client = await session(address)
  for (const {make, spoil} of Object.values(TABLES)) {
    await client.query(make)
    if (spoil) await client.query(spoil)
  }
  await client.query('VACUUM')
  await client.query('ANALYZE')
  const options = {atLeast: 64 * 1024}
  const indexes = await indexBloat(client, options)
  const tables = await tableBloat(client, options)
  // First the indexes: to rewrite a table rewrites them, too.
  await client.query(`REINDEX DATABASE`)
  const errors = [...(await compare(indexes)), ...(await client.query('VACUUM FULL').then(() => compare(tables)))]
  async function compare(bloats: readonly Bloat[]) {
    const compared = []
    for (const bloat of bloats) {
      const {rows} = await client.query<{bytes: number}>('SELECT pg_relation_size($1)::float8 AS bytes', [
        bloat.identity,
      ])
      const truth = 100 * (1 - (rows[0]?.bytes ?? 0) / bloat.bytes)
      const estimate = bloat.expected === null ? null : 100 * (1 - bloat.expected / bloat.bytes)
      compared.push({object: bloat.identity, truth, estimate, error: Math.abs(truth - (estimate ?? truth))})
    }
    return compared
  }
  if (process.env.SHOW_BLOAT) console.table(errors)
  const of = (name: string) => errors.find(({object}) => object === `public.${name}`)
  expect(errors.length).toBeGreaterThan(22)
  expect(errors.filter(({estimate}) => estimate === null)).toEqual([])
  expect(median(errors.map(({error}) => error))).toBeLessThan(1)
  expect(errors.filter(({error}) => error >= 10)).toEqual([])
  expect(of('statuses_status_idx')?.truth).toBeGreaterThan(60)
  expect(of('dropped')?.estimate).toBeGreaterThan(30)
  expect(of('filled')?.estimate).toBeLessThan(3)
  expect(of('padded')?.estimate).toBeLessThan(3)
})

test('it says nothing where statistics are missing, stale, or hidden', async () => {
  const role = await createRole()
  const address = await createDatabase()
  const client = await session(address)
  const statements = `
    CREATE TABLE fresh (id int PRIMARY KEY) WITH (autovacuum_enabled = false);
    INSERT INTO fresh SELECT generate_series(1, 60000);
    CREATE TABLE stale (id int PRIMARY KEY) WITH (autovacuum_enabled = false);
    INSERT INTO stale SELECT generate_series(1, 60000); ANALYZE stale; DELETE FROM stale WHERE id % 2 = 0;
    CREATE TABLE named (id name PRIMARY KEY); INSERT INTO named SELECT i::text FROM generate_series(1, 60000) i; ANALYZE named;
    CREATE TABLE known (id int PRIMARY KEY); INSERT INTO known SELECT generate_series(1, 60000); ANALYZE known`
  for (const statement of statements.split(';')) {
    await client.query(statement)
    // Else what it changed is counted later, as a change after the ANALYZE.
    await client.query('SELECT pg_stat_force_next_flush()')
  }
  const told = async (by: typeof client) =>
    [...(await indexBloat(by, {atLeast: 8192})), ...(await tableBloat(by, {atLeast: 8192}))]
      .filter((bloat) => shareOf(bloat) !== null)
      .map(({identity}) => identity)
      .sort()
  await expect.poll(() => told(client)).toEqual(['public.known', 'public.known_pkey', 'public.named'])
  expect(await told(await session({...address, user: role}))).toEqual([])
})
