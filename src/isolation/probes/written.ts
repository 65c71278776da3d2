import type {Outcome} from '../probe.ts'

// The counters of tables alone: the view beside them joins every index.
const COUNTED = `(SELECT c.oid, pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid) AS n
  FROM pg_class c WHERE c.relkind = 'r' AND c.oid >= 16384) t WHERE n > 0`

/** Keeps the counters of the transaction so far, so that it is known what a statement after it writes. */
export const REMEMBER = `SELECT set_config('pgplumb.before', (SELECT coalesce(jsonb_object_agg(oid, n), '{}')::text FROM ${COUNTED}), true)`

/** The oids of the tables that were written to since. */
export const CHANGED = `SELECT string_agg(oid::int8::text, ',' ORDER BY oid) FROM ${COUNTED}
  AND n <> coalesce((current_setting('pgplumb.before')::jsonb->>oid::text)::int8, 0)`

export const changedTables = (outcome: Outcome | undefined): string[] =>
  outcome?.after?.split(',').filter((oid) => oid !== '') ?? []
