import {describe, expect, test, vi} from 'vitest'
import type {Contract} from '../../src/isolation/contract.ts'
import {proveIsolation} from '../../src/isolation/prove.ts'
import {withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {type Major, noMajors, startMajor} from '../support/majors.ts'
import {needs} from '../support/needs.ts'
import {through, variants} from './lab.ts'
import {shown} from './reproduce.ts'
import {openSchemaLab} from './schema-lab.ts'

vi.setConfig({testTimeout: 300_000})

const POLICY = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"

/** What every version from 13 on has. */
const SCHEMA = `
  CREATE ROLE app;
  CREATE TABLE accounts (tenant_id uuid NOT NULL, id uuid DEFAULT gen_random_uuid(), name text NOT NULL, PRIMARY KEY (tenant_id, id));
  CREATE TABLE jobs (tenant_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, account_id uuid NOT NULL, state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
    PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, account_id) REFERENCES accounts);
  CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now(), body text) PARTITION BY RANGE (at);
  CREATE TABLE events_all PARTITION OF events DEFAULT;
  DO $$DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['accounts', 'jobs', 'events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t); EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app', t);
    EXECUTE format('CREATE POLICY own ON %I USING (${POLICY.replaceAll("'", "''")})', t); END LOOP; END$$;
  CREATE FUNCTION total() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$SELECT count(*) FROM jobs WHERE ${POLICY}$$;
  CREATE FUNCTION finish() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$UPDATE jobs SET state = 'done' WHERE ${POLICY}$$;`

const CONTRACT: Contract = {
  columns: ['tenant_id'],
  userColumns: [],
  setting: 'app.tenant_id',
  signIn: null,
  roles: ['app'],
  except: [],
  members: [],
  formerMembers: [],
}

const FAULTS: readonly (readonly [string, string])[] = [
  ['jobs', 'CREATE POLICY sweep ON jobs FOR DELETE USING (true)'],
  ['accounts', 'ALTER TABLE accounts DISABLE ROW LEVEL SECURITY'],
  [
    'jobs',
    'ALTER TABLE jobs DROP CONSTRAINT jobs_tenant_id_account_id_fkey; ALTER TABLE accounts ADD UNIQUE (id); ALTER TABLE jobs ADD FOREIGN KEY (account_id) REFERENCES accounts (id)',
  ],
  ['events_all', 'GRANT SELECT ON events_all TO app'],
  [
    'total',
    "CREATE OR REPLACE FUNCTION total() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM jobs'",
  ],
  [
    'finish',
    "CREATE OR REPLACE FUNCTION finish() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$UPDATE jobs SET state = 'done'$$",
  ],
]

describe('on servers of other major versions', () => {
  needs(noMajors === null, noMajors ?? '')

  test.each<Major>([13, 14, 15, 16, 17])('%i: a row per tenant', async (major) => {
    const {address} = await startMajor(major)
    await withConnection(address, async (client) => {
      await client.query(SCHEMA)
      const {leaks, unproven, tables} = await proveIsolation(client, CONTRACT)
      expect({leaks, unproven}).toEqual({leaks: [], unproven: []})
      expect(tables.seeded).toBe(tables.wanted)
    })
    for (const [at, [name, sql]] of FAULTS.entries()) {
      const faulty = withDatabase(address, `faulty_${at}`)
      await withConnection(address, (client) => client.query(`CREATE DATABASE faulty_${at}`))
      await withConnection(faulty, async (client) => {
        await client.query(`${SCHEMA.replace('CREATE ROLE app;', '')}; ${sql}`)
        const {leaks} = await proveIsolation(client, CONTRACT)
        expect([sql, through(leaks, name).length > 0]).toEqual([sql, true])
        for (const leak of leaks) expect(await shown(faulty, leak)).toBe(leak.reproducer.shows)
      })
    }
  })

  test.each<Major>([13, 15, 17])('%i: a schema per tenant', async (major) => {
    const {address} = await startMajor(major)
    const lab = await openSchemaLab(address, 'crm')
    const clean = await lab.inVariant('', (_client, place) => lab.proveAt(place))
    expect({leaks: clean.leaks, unproven: clean.unproven}).toEqual({leaks: [], unproven: []})
    for (const {sql, leaksThrough} of variants('crm', 'mutants').slice(3, 7)) {
      const {leaks} = await lab.inVariant(sql, (_client, place) => lab.proveAt(place))
      expect([sql, through(leaks, leaksThrough).length > 0]).toEqual([sql, true])
    }
    await lab.close()
  })
})
