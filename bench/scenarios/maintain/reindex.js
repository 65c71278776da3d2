import {interleave} from '../../measure.js'

export function* reindexes({make, own, other}, {rows, rounds}) {
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
