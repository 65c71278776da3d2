// A schema whose rows belong to tenants, of any size: seven tables to a module, each with row security, composite foreign
// keys, CHECKs and a trigger; a view and a definer function to every third module.
const POLICY = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"

const columns = (m, table, own, keys = '') => `CREATE TABLE ${m}_${table} (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  ${own.join(',\n  ')},
  custom_fields jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id)${keys}
);
CREATE INDEX ON ${m}_${table} (tenant_id, created_at DESC);
CREATE INDEX ON ${m}_${table} USING gin (custom_fields);
CREATE TRIGGER touch BEFORE UPDATE ON ${m}_${table} FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE ${m}_${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${m}_${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON ${m}_${table} USING (${POLICY}) WITH CHECK (${POLICY});
GRANT SELECT, INSERT, UPDATE, DELETE ON ${m}_${table} TO ROLE_OF_THE_APPLICATION;`

const refers = (m, column, table) => `,\n  FOREIGN KEY (tenant_id, ${column}) REFERENCES ${m}_${table} (tenant_id, id)`

const MODULE = [
  (m) =>
    columns(
      m,
      'accounts',
      [
        'name varchar(200) NOT NULL',
        "status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed'))",
        "email varchar(254) CHECK (email ~ '^[^@ ]+@[^@ ]+$')",
        'phone varchar(20)',
      ],
      ',\n  UNIQUE (tenant_id, email)',
    ),
  (m) =>
    columns(
      m,
      'locations',
      ['account_id uuid NOT NULL', 'street text NOT NULL', 'city text', 'country char(2)'],
      refers(m, 'account_id', 'accounts'),
    ),
  (m) =>
    columns(
      m,
      'orders',
      [
        'account_id uuid NOT NULL',
        'location_id uuid',
        'number integer NOT NULL CHECK (number > 0)',
        'total numeric(12,2) NOT NULL DEFAULT 0 CHECK (total >= 0)',
        "state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'paid'))",
      ],
      `${refers(m, 'account_id', 'accounts')}${refers(m, 'location_id', 'locations')},\n  UNIQUE (tenant_id, number)`,
    ),
  (m) =>
    columns(
      m,
      'order_lines',
      [
        'order_id uuid NOT NULL',
        'product text NOT NULL',
        'quantity integer NOT NULL CHECK (quantity > 0)',
        'price numeric(12,2) NOT NULL',
      ],
      refers(m, 'order_id', 'orders'),
    ),
  (m) =>
    columns(
      m,
      'jobs',
      [
        'order_id uuid',
        'title text NOT NULL',
        'starts_at timestamptz NOT NULL',
        'ends_at timestamptz NOT NULL',
        'CHECK (ends_at > starts_at)',
      ],
      refers(m, 'order_id', 'orders'),
    ),
  (m) =>
    columns(
      m,
      'notes',
      ['account_id uuid', 'job_id uuid', 'body text NOT NULL', 'CHECK (num_nonnulls(account_id, job_id) = 1)'],
      `${refers(m, 'account_id', 'accounts')}${refers(m, 'job_id', 'jobs')}`,
    ),
  (m) =>
    columns(
      m,
      'files',
      ['job_id uuid', 'name text NOT NULL', 'bytes bigint NOT NULL DEFAULT 0', 'path text NOT NULL'],
      `${refers(m, 'job_id', 'jobs')},\n  UNIQUE (tenant_id, path)`,
    ),
]

const extras = (
  m,
) => `CREATE VIEW ${m}_open WITH (security_invoker = true) AS SELECT o.id, o.total, a.name FROM ${m}_orders o JOIN ${m}_accounts a ON a.id = o.account_id AND a.tenant_id = o.tenant_id WHERE o.deleted_at IS NULL;
GRANT SELECT ON ${m}_open TO ROLE_OF_THE_APPLICATION;
CREATE FUNCTION ${m}_total(account uuid) RETURNS numeric LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
  $$SELECT sum(total) FROM ${m}_orders WHERE account_id = account AND ${POLICY}$$;`

/** The SQL of `tables` tables beside the list of tenants, for an application's role. */
export function tenantSchemaSql(tables, role) {
  const made = Array.from({length: tables}, (_, at) => {
    const m = `m${String(Math.floor(at / MODULE.length)).padStart(3, '0')}`
    return `${MODULE[at % MODULE.length](m)}${at % (MODULE.length * 3) === MODULE.length - 1 ? `\n${extras(m)}` : ''}`
  })
  return `CREATE TABLE tenants (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY; ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON tenants USING (id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT ON tenants TO ROLE_OF_THE_APPLICATION;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.updated_at = now(); RETURN NEW; END$$;
${made.join('\n')}
`.replaceAll('ROLE_OF_THE_APPLICATION', role)
}
