import {pause, percentile, startWriters} from '../../beside.js'
import {interleave} from '../../measure.js'

const BATCHED = `CREATE PROCEDURE purge() LANGUAGE plpgsql AS $$
DECLARE block bigint := 0; last bigint := pg_relation_size('tokens') / current_setting('block_size')::int;
BEGIN
  WHILE block <= last LOOP
    DELETE FROM tokens WHERE ctid >= format('(%s,0)', block)::tid AND ctid < format('(%s,0)', block + 62)::tid AND expires_at < now();
    COMMIT;
    block := block + 62;
  END LOOP;
END$$;`

const LONGEST = 200

/**
 * Four fifths have expired; each deletes them in a copy of its own, with writers at work who were alone with it for a while
 * before. All vacuum after, for pgplumb does.
 */
export function* expiries({make, copy, own, other, env}, {rows, rounds, idle, aims = false}) {
  make(
    'tokens_template',
    `CREATE TABLE tokens (id bigint PRIMARY KEY, user_id int, token text, expires_at timestamptz) WITH (autovacuum_enabled = off);
     INSERT INTO tokens SELECT i, i % 1000, md5(i::text), now() + CASE WHEN i % 5 > 0 THEN interval '-2 days' ELSE interval '2 days' END
       FROM generate_series(1, ${rows}) i;
     CREATE INDEX ON tokens (expires_at); CREATE INDEX ON tokens (user_id); VACUUM ANALYZE tokens; ${BATCHED}`,
  )
  const phases = {}
  const beside = (name, program) => {
    let writers
    return {
      ...program,
      before: () => {
        copy('tokens_template', 'tokens')
        writers = startWriters({env: {...env, PGDATABASE: 'tokens'}})
        pause(idle)
        writers.mark()
      },
      after: () => {
        phases[name] = [...(phases[name] ?? []), writers.stop()]
      },
    }
  }
  const psql = (sql) =>
    other('psql', '-qXd', 'tokens', '-v', 'ON_ERROR_STOP=1', '-c', sql, '-c', 'VACUUM ANALYZE tokens')
  const costs = interleave(
    {
      pgplumb: beside('pgplumb', own('maintain', 'expire', '--database', 'tokens')),
      one: beside('one', psql('DELETE FROM tokens WHERE expires_at < now()')),
      batched: beside('batched', psql('CALL purge()')),
    },
    rounds,
  )
  const what = `pgplumb maintain expire, ${(rows * 0.8).toLocaleString('en')} of ${rows.toLocaleString('en')} rows`
  yield {
    name: what,
    costs: costs.pgplumb,
    against: {name: 'one DELETE, VACUUM', costs: costs.one},
    aim: aims ? {unit: 'wall', most: 1.3} : null,
  }
  yield {
    name: what,
    costs: costs.pgplumb,
    against: {name: 'batches by ctid in a procedure, VACUUM', costs: costs.batched},
  }
  const waits = (name, phase) => phases[name].map((both) => ({wall: percentile(both[phase].took, 0.99)}))
  const longest = (name) => phases[name].map(([, during]) => ({wall: during.longest}))
  const others = {one: 'one DELETE', batched: 'the procedure', pgplumb: 'pgplumb'}
  for (const name of Object.keys(costs))
    yield {
      name: `${others[name]}: 99th percentile of the writers beside it`,
      costs: waits(name, 1),
      against: {name: 'the same writers alone', costs: waits(name, 0)},
      units: ['wall'],
      aim: aims && name === 'pgplumb' ? {unit: 'wall', most: 2} : null,
    }
  for (const name of Object.keys(costs))
    yield {
      name: `${others[name]}: longest transaction`,
      costs: longest(name),
      against: {name: `${LONGEST} ms`, costs: longest(name).map(() => ({wall: LONGEST}))},
      units: ['wall'],
      aim: aims && name === 'pgplumb' ? {unit: 'wall', most: 1} : null,
    }
}
