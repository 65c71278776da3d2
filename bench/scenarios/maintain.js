import {execFileSync} from 'node:child_process'
import {findPrograms} from '../machine.js'
import {interleave} from '../measure.js'
import {makeProject, pgplumb} from '../project.js'
import {schemaSql} from '../schema.js'
import {startNative} from '../server.js'

export const title = 'Maintenance'

/** pgplumb beside PostgreSQL's own programs and hand-written SQL, on one throw-away server of the installed version. */
export async function* run({quick}) {
  const bin = findPrograms(['psql', 'vacuumdb', 'reindexdb', 'initdb', 'postgres'])
  if (!bin) {
    yield {name: 'pgplumb maintain', missing: 'no psql, vacuumdb and reindexdb here'}
    return
  }
  const server = await startNative(bin)
  const project = makeProject({
    'pgplumb.yaml': `databases:
  tables: {url: "${server.url('tables')}", sslmode: disable}
  bloat: {url: "${server.url('bloat')}", sslmode: disable}
  tokens: {url: "${server.url('tokens')}", sslmode: disable}
maintenance:
  expire: [{table: public.tokens, column: expires_at, retention: 0 days}]
`,
  })
  const bench = tools(bin, server, project.root)
  try {
    yield* vacuums(bench, quick ? {tables: 600, rounds: 1} : {tables: 6000, rounds: 3})
    yield* reindexes(bench, quick ? {rows: 100_000, rounds: 1} : {rows: 1_000_000, rounds: 3})
    yield* expiries(bench, quick ? {rows: 200_000, rounds: 1} : {rows: 5_000_000, rounds: 3})
  } finally {
    await server.stop()
    project.remove()
  }
}

function tools(bin, {env}, cwd) {
  const own = {...env, PATH: `${bin}:${process.env.PATH}`}
  const psql = (database, sql) =>
    execFileSync('psql', ['-qXAtd', database, '-v', 'ON_ERROR_STOP=1'], {
      env: own,
      input: sql,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
  return {
    psql,
    make: (database, sql) => {
      psql('postgres', `DROP DATABASE IF EXISTS ${database}`)
      psql('postgres', `CREATE DATABASE ${database}`)
      psql(database, sql)
    },
    own: (...args) => ({argv: pgplumb(...args), cwd}),
    other: (...argv) => ({argv, cwd, env: own}),
    copy: (from, to) => {
      psql('postgres', `DROP DATABASE IF EXISTS ${to} WITH (FORCE)`)
      psql('postgres', `CREATE DATABASE ${to} TEMPLATE ${from}`)
    },
  }
}

/** Every table, as the monthly run does it: what each needs is left out of it for both. */
function* vacuums({make, own, other}, {tables, rounds}) {
  make('tables', schemaSql(tables))
  const costs = interleave(
    {
      pgplumb: own('maintain', 'vacuum', '*', '--database', 'tables'),
      vacuumdb: other('vacuumdb', '-q', '--analyze', '-j', '2', 'tables'),
    },
    rounds,
  )
  yield {
    name: `pgplumb maintain vacuum of ${tables.toLocaleString('en')} tables`,
    costs: costs.pgplumb,
    against: {name: 'vacuumdb --analyze -j 2', costs: costs.vacuumdb},
    aim: {unit: 'wall', most: 0.25},
  }
}

function* reindexes({make, own, other}, {rows, rounds}) {
  make(
    'bloat',
    `CREATE TABLE orders (id int PRIMARY KEY, customer int, state text) WITH (autovacuum_enabled = off);
     INSERT INTO orders SELECT i, i % 1000, (ARRAY['open', 'paid', 'sent'])[1 + i % 3] FROM generate_series(1, ${rows}) i;
     CREATE INDEX ON orders (customer); CREATE INDEX ON orders (state); VACUUM ANALYZE orders;`,
  )
  const costs = interleave(
    {
      pgplumb: own('maintain', 'reindex', 'orders', '--database', 'bloat'),
      reindexdb: other('reindexdb', '-q', '--concurrently', '-t', 'orders', 'bloat'),
    },
    rounds,
  )
  yield {
    name: `pgplumb maintain reindex, 3 indexes of ${rows.toLocaleString('en')} rows`,
    costs: costs.pgplumb,
    against: {name: 'reindexdb --concurrently', costs: costs.reindexdb},
  }
}

const BATCHED = `CREATE PROCEDURE purge() LANGUAGE plpgsql AS $$
DECLARE block bigint := 0; last bigint := pg_relation_size('tokens') / current_setting('block_size')::int;
BEGIN
  WHILE block <= last LOOP
    DELETE FROM tokens WHERE ctid >= format('(%s,0)', block)::tid AND ctid < format('(%s,0)', block + 62)::tid AND expires_at < now();
    COMMIT;
    block := block + 62;
  END LOOP;
END$$;`

/** Four fifths have expired; each deletes them in a copy of its own. All vacuum after, for pgplumb does. */
function* expiries({make, copy, own, other}, {rows, rounds}) {
  make(
    'tokens_template',
    `CREATE TABLE tokens (id bigint PRIMARY KEY, user_id int, token text, expires_at timestamptz) WITH (autovacuum_enabled = off);
     INSERT INTO tokens SELECT i, i % 1000, md5(i::text), now() + CASE WHEN i % 5 > 0 THEN interval '-2 days' ELSE interval '2 days' END
       FROM generate_series(1, ${rows}) i;
     CREATE INDEX ON tokens (expires_at); CREATE INDEX ON tokens (user_id); VACUUM ANALYZE tokens; ${BATCHED}`,
  )
  const anew = (program) => ({...program, before: () => copy('tokens_template', 'tokens')})
  const psql = (sql) =>
    other('psql', '-qXd', 'tokens', '-v', 'ON_ERROR_STOP=1', '-c', sql, '-c', 'VACUUM ANALYZE tokens')
  const costs = interleave(
    {
      pgplumb: anew(own('maintain', 'expire', '--database', 'tokens')),
      one: anew(psql('DELETE FROM tokens WHERE expires_at < now()')),
      batched: anew(psql('CALL purge()')),
    },
    rounds,
  )
  const name = `pgplumb maintain expire, ${(rows * 0.8).toLocaleString('en')} of ${rows.toLocaleString('en')} rows`
  yield {
    name,
    costs: costs.pgplumb,
    against: {name: 'one DELETE, VACUUM', costs: costs.one},
    aim: {unit: 'wall', most: 1.3},
  }
  yield {name, costs: costs.pgplumb, against: {name: 'batches by ctid in a procedure, VACUUM', costs: costs.batched}}
}
