import {quoteLiteral} from '../../postgres/quote.ts'
import type {Sides} from './sides.ts'

/** The counters of the others' tables and sequences, by name: what is read or written moves one. */
const counters = ({victims, template}: Sides): string => {
  const list = (schemas: readonly string[]) =>
    `ARRAY[${schemas.map((schema) => quoteLiteral(schema).trim()).join(', ')}]`
  const others = victims.map(({schema}) => schema)
  return `SELECT format('%I.%I', s.schemaname, s.relname) AS name,
      concat_ws(' ', coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0), s.n_tup_ins + s.n_tup_upd + s.n_tup_del, pg_relation_filenode(s.relid)) AS count
    FROM pg_stat_xact_user_tables s WHERE s.schemaname = ANY (${list(others)})
    UNION ALL SELECT format('%I.%I', n.nspname, c.relname), pg_sequence_last_value(c.oid)::text
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'S' AND n.nspname = ANY (${list([...others, ...(template === null ? [] : [template])])})`
}

export const rememberReach = (sides: Sides): string =>
  `SELECT set_config('pgplumb.reach', (SELECT coalesce(jsonb_object_agg(name, count), '{}')::text FROM (${counters(sides)}) c), true)`

/** The others' tables and sequences that were touched since; null: none. */
export const reached = (sides: Sides): string =>
  `SELECT string_agg(name, ', ' ORDER BY name) FROM (${counters(sides)}) c WHERE current_setting('pgplumb.reach')::jsonb->>name IS DISTINCT FROM count`
