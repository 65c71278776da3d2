import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {findPrograms} from '../machine.js'
import {interleave, peakOfNode} from '../measure.js'
import {makeProject, pgplumb} from '../project.js'
import {tenantSql} from '../schema.js'
import {startNative} from '../server.js'

export const title = 'Tenants'

const REGISTRY = `CREATE TABLE public.tenants (
  id serial PRIMARY KEY,
  subdomain varchar(63) UNIQUE NOT NULL,
  schema_name varchar(63) UNIQUE NOT NULL,
  created_at timestamptz DEFAULT now()
);
`
const TABLES = ['accounts', 'customers', 'orders', 'order_lines', 'notes', 'events']
const COLUMN = 'ADD COLUMN linkedin_url varchar(255)'

/** A schema per tenant: made, migrated and compared, beside psql and plpgsql. On a server that waits for its disk. */
export async function* run({quick}) {
  const tenants = quick ? 100 : 1000
  const rounds = quick ? 2 : 3
  const bin = findPrograms(['initdb', 'postgres', 'pg_dump', 'psql'])
  if (!bin) {
    yield {name: `pgplumb tenant create, ${tenants} tenants`, missing: 'no installed PostgreSQL here'}
    return
  }
  const server = await startNative(bin, {durable: true})
  const names = Array.from({length: tenants}, (_, i) => `t${String(i).padStart(4, '0')}`)
  const perTenant = (sql) => names.map(sql).join('')
  const registered = (name) => `INSERT INTO tenants (subdomain, schema_name) VALUES ('${name}', 'tenant_${name}');\n`
  const project = makeProject({
    'pgplumb.yaml': `databases:\n${['made', 'migrated']
      .map((name) => `  ${name}: {url: "${server.url(name)}"}\n`)
      .join('')}tenancy: {model: schema}\n`,
    names: names.join('\n'),
    'base.sql': REGISTRY + tenantSql('template'),
    'all.sql': perTenant((name) => `BEGIN;\n${registered(name)}${tenantSql(`tenant_${name}`)}\nCOMMIT;\n`),
    'like.sql': `DO $$ BEGIN FOR i IN 0..${tenants - 1} LOOP
      INSERT INTO tenants (subdomain, schema_name) VALUES ('t' || lpad(i::text, 4, '0'), 'tenant_t' || lpad(i::text, 4, '0'));
      EXECUTE format('CREATE SCHEMA %I', 'tenant_t' || lpad(i::text, 4, '0'));
      ${TABLES.map((table) => `EXECUTE format('CREATE TABLE %I.${table} (LIKE template.${table} INCLUDING ALL)', 'tenant_t' || lpad(i::text, 4, '0'));`).join('\n')}
    END LOOP; END $$;`,
    'each.sh': `for name in $(cat names); do psql -qXc "ALTER TABLE tenant_$name.customers ${COLUMN}" || exit; done`,
    'loop.sql': `DO $$ DECLARE t record; BEGIN
      ALTER TABLE template.customers ${COLUMN};
      FOR t IN SELECT schema_name FROM tenants LOOP EXECUTE format('ALTER TABLE %I.customers ${COLUMN}', t.schema_name); END LOOP;
    END $$;`,
    'sql/tenant-migrations/001_url.sql': `ALTER TABLE customers ${COLUMN};\n`,
  })
  const cwd = project.root
  const env = {...server.env, PATH: `${bin}:${process.env.PATH}`}
  const psql = (database, ...args) => [join(bin, 'psql'), '-qX', '-v', 'ON_ERROR_STOP=1', '-d', database, ...args]
  const sql = (database, ...args) => execFileSync(psql(database)[0], psql(database, ...args).slice(1), {cwd, env})
  const copy = (template, database) => () => {
    sql('postgres', '-c', `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    sql('postgres', '-c', `CREATE DATABASE ${database} TEMPLATE ${template}`)
    sql('postgres', '-c', 'CHECKPOINT')
  }
  const many = `${tenants.toLocaleString('en')} tenants of six tables`
  try {
    sql('postgres', '-c', 'CREATE DATABASE base')
    sql('base', '-f', 'base.sql')
    const create = {
      argv: pgplumb('tenant', 'create', '--from-file', 'names', '--database', 'made', '--concurrency', '2'),
      cwd,
      env,
    }
    const made = interleave(
      {
        pgplumb: {...create, before: copy('base', 'made')},
        psql: {argv: psql('psql', '-f', 'all.sql'), cwd, env, before: copy('base', 'psql')},
        like: {
          argv: psql('likes', '-f', 'like.sql'),
          cwd,
          env,
          before: copy('base', 'likes'),
        },
      },
      rounds,
    )
    const ours = {name: `pgplumb tenant create, ${many}, 2 connections`, costs: made.pgplumb}
    yield {...ours, against: {name: 'the same by one psql -f', costs: made.psql}, aim: {unit: 'wall', most: 1}}
    yield {...ours, against: {name: 'CREATE TABLE … LIKE, in plpgsql (no foreign keys)', costs: made.like}}

    copy('made', 'filled')()
    const migrate = {argv: pgplumb('tenant', 'migrate', '--database', 'migrated'), cwd, env}
    const migrated = interleave(
      {
        pgplumb: {...migrate, before: copy('filled', 'migrated')},
        each: {
          argv: ['bash', 'each.sh'],
          cwd,
          env: {...env, PGDATABASE: 'each_one'},
          before: copy('filled', 'each_one'),
        },
        loop: {argv: psql('looped', '-f', 'loop.sql'), cwd, env, before: copy('filled', 'looped')},
      },
      rounds,
    )
    const column = {name: `pgplumb tenant migrate, a column in ${many}`, costs: migrated.pgplumb}
    yield {...column, against: {name: 'a psql -c for each', costs: migrated.each}, aim: {unit: 'wall', most: 0.05}}
    yield {
      ...column,
      against: {name: 'a DO loop in one transaction', costs: migrated.loop},
      aim: {unit: 'wall', most: 2},
    }

    const nothing = {argv: migrate.argv, cwd, env}
    const start = {argv: pgplumb('tenant', 'list', '--help'), cwd, env}
    const idle = interleave({nothing, start}, rounds * 3)
    yield {
      name: `pgplumb tenant migrate, nothing pending in ${many}`,
      costs: idle.nothing,
      against: {name: 'a --help', costs: idle.start},
      peaks: {pgplumb: peakOfNode(nothing)},
    }
    const drift = {argv: pgplumb('tenant', 'drift', '--database', 'migrated'), cwd, env}
    const dump = {argv: [join(bin, 'pg_dump'), '-s', '-d', 'migrated'], cwd, env}
    const compared = interleave({drift, dump}, rounds)
    yield {
      name: `pgplumb tenant drift, ${many}`,
      costs: compared.drift,
      against: {name: 'pg_dump -s alone', costs: compared.dump},
      aim: {unit: 'wall', most: 1.5},
      peaks: {pgplumb: peakOfNode(drift)},
    }
  } finally {
    await server.stop()
    project.remove()
  }
}
