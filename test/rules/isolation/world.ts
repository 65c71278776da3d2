import type pg from 'pg'
import {type RlsCheck, type RuleOptions, rlsCheck} from '../../../src/rules/check.ts'
import {createDatabase, session} from '../../support/database.ts'
import {createRole} from '../../support/role.ts'

export type World = {
  readonly client: pg.Client
  /** The role the application signs in as. */
  readonly app: string
  /** The role that owns the tables; no superuser. */
  readonly owner: string
  readonly check: (options?: Partial<RuleOptions>) => Promise<RlsCheck>
}

const TEST = "tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)"

/** A well-kept database with row security: a plain table `notes` and a partitioned one `events`. */
export async function createWorld(): Promise<World> {
  const app = await createRole()
  const owner = await createRole('NOLOGIN')
  const client = await session(
    await createDatabase(`
      CREATE TABLE notes (tenant_id uuid NOT NULL, id bigint PRIMARY KEY, body text);
      CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
      CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      CREATE TABLE countries (code text PRIMARY KEY);
      ALTER TABLE notes OWNER TO ${owner};
      ALTER TABLE events OWNER TO ${owner};
      ALTER TABLE events_2026 OWNER TO ${owner};
      ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
      ALTER TABLE notes FORCE ROW LEVEL SECURITY;
      ALTER TABLE events ENABLE ROW LEVEL SECURITY;
      ALTER TABLE events FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON notes USING (${TEST});
      CREATE POLICY tenant_isolation ON events USING (${TEST});
      GRANT SELECT, INSERT, UPDATE, DELETE ON notes, events TO ${app};`),
  )
  const check = (options: Partial<RuleOptions> = {}) =>
    rlsCheck(client, {tenantColumn: 'tenant_id', setting: 'app.tenant_id', roles: [app], ...options})
  return {client, app, owner, check}
}
