import {expect, test, vi} from 'vitest'
import {proveIsolation} from '../../src/isolation/prove.ts'
import {regexSample} from '../../src/isolation/regex-sample.ts'
import {createDatabase, session} from '../support/database.ts'
import {createRole} from '../support/role.ts'

vi.setConfig({testTimeout: 120_000})

const POLICY = "USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)"

async function proofOf(tables: string, except: readonly string[] = []) {
  const app = await createRole()
  const client = await session(
    await createDatabase(`${tables};
      DO $$DECLARE r record; BEGIN
        FOR r IN SELECT oid::regclass AS rel FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') LOOP
          EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', r.rel);
          EXECUTE format('CREATE POLICY own ON %s ${POLICY.replaceAll("'", "''")}', r.rel);
          EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO ${app}', r.rel);
        END LOOP; END$$`),
  )
  const contract = {
    columns: ['tenant_id'],
    userColumns: [],
    setting: 'app.tenant_id',
    signIn: null,
    roles: [app],
    except,
    members: [],
    formerMembers: [],
  }
  const proof = await proveIsolation(client, contract)
  const {rows} = await client.query<{left: string}>(
    'SELECT count(*) AS left FROM pg_stat_user_tables WHERE n_live_tup > 0',
  )
  return {proof, left: Number(rows[0]?.left)}
}

test('rows are made for types, CHECKs, domains, keys and exclusions of all kinds', async () => {
  const {proof, left} = await proofOf(`
    CREATE DOMAIN email AS text CHECK (VALUE ~ '^[a-z0-9.]+@[a-z]+\\.[a-z]{2,3}$');
    CREATE DOMAIN work_email AS email CHECK (length(VALUE) < 30);
    CREATE TYPE color AS ENUM ('red', 'green');
    CREATE TABLE a (tenant_id uuid NOT NULL, id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      mail work_email NOT NULL UNIQUE, colour color NOT NULL, colours color[] NOT NULL CHECK (cardinality(colours) > 0),
      phone text NOT NULL CHECK (phone ~ '^\\+[1-9]\\d{6,14}$'), code char(3) NOT NULL CHECK (code = upper(code) AND length(code) = 3),
      low numeric(5,2) NOT NULL, high numeric(5,2) NOT NULL, CHECK (low < high AND high <= 100),
      twice int GENERATED ALWAYS AS (5 * 2) STORED, starts date NOT NULL, ends date NOT NULL CHECK (ends > starts),
      span tstzrange NOT NULL, EXCLUDE USING gist (span WITH &&), place point NOT NULL, net cidr NOT NULL, bits bit(4) NOT NULL,
      hash text NOT NULL CHECK (char_length(hash) = 64), settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'array'),
      kind text NOT NULL, price numeric, CHECK ((kind = 'free') = (price IS NULL)), CHECK (kind IN ('free', 'paid')));
    CREATE TABLE b (tenant_id uuid NOT NULL, id uuid PRIMARY KEY, a_id int NOT NULL REFERENCES a, parent_id uuid REFERENCES b, CHECK (parent_id <> id),
      c_id uuid NOT NULL);
    CREATE TABLE c (tenant_id uuid NOT NULL, id uuid PRIMARY KEY, b_id uuid NOT NULL REFERENCES b);
    ALTER TABLE b ADD FOREIGN KEY (c_id) REFERENCES c;
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no'; END$$;
    CREATE TABLE "Quoted ""d""; --" (tenant_id uuid NOT NULL, "Sel ect" text PRIMARY KEY CHECK ("Sel ect" LIKE 'x%''y'))`)
  expect(proof.unproven).toEqual([])
  expect(proof.tables).toEqual({wanted: 4, seeded: 4})
  expect(new Set(proof.matrix.map(({cells}) => cells.read))).toEqual(new Set(['ok']))
  expect(left).toBe(0)
})

test('partitions by tenant have a victim each', async () => {
  const {proof} = await proofOf(`
    CREATE TABLE h (tenant_id uuid NOT NULL, id uuid NOT NULL, body text, PRIMARY KEY (tenant_id, id)) PARTITION BY HASH (tenant_id);
    CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 0);
    CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 1);
    CREATE TABLE h2 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 2);
    CREATE TABLE h3 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 3);
    CREATE TABLE l (tenant_id uuid NOT NULL, body text) PARTITION BY LIST (tenant_id);
    CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('11111111-1111-1111-1111-111111111111')`)
  expect(proof.unproven.filter(({kind}) => kind === 'partition')).toEqual([])
  expect(proof.leaks).toEqual([])
})

test('a sample of a regular expression matches it', () => {
  for (const pattern of [
    '^[a-z]{2,4}$',
    '^INV-\\d{6}$',
    '^(foo|bar)+x?$',
    '^[^0-9]+$',
    '^#[0-9a-fA-F]{6}$',
    '^\\w+([.-]\\w+)*@\\w+\\.com$',
  ])
    for (const n of [0, 1, 7, 123]) expect(regexSample(pattern, n)).toMatch(new RegExp(pattern))
})
