import type pg from 'pg'
import {quoteLiteral} from '../../postgres/quote.ts'

// Two rows for each table that is empty: one with a value in every column, one with those alone that must have one.
// Where a CHECK or a unique index wants more than a value of the type, the table stays as it is.
const INSERTS = `
  WITH candidates AS (
    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND NOT c.relispartition AND c.oid >= 16384
       AND n.nspname <> 'pgplumb' AND c.relname <> 'schema_migrations' AND strpos(lower($1), lower(c.relname)) > 0
  ), columns AS (
    SELECT t.name, a.attnum, quote_ident(a.attname) AS "column", a.attnotnull AS required,
           CASE WHEN y.typtype = 'e' THEN (SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = y.oid ORDER BY enumsortorder LIMIT 1)
                WHEN y.typname = 'uuid' THEN 'gen_random_uuid()'
                WHEN y.typname IN ('json', 'jsonb') THEN quote_literal('{}')
                WHEN y.typname = 'bytea' THEN quote_literal('')
                WHEN y.typcategory = 'N' THEN '%1$s'
                WHEN y.typcategory = 'S' THEN quote_literal('%1$s')
                WHEN y.typcategory = 'B' THEN 'true'
                WHEN y.typcategory = 'D' THEN quote_literal('2000-01-0%1$s')
                WHEN y.typcategory = 'T' THEN quote_literal('%1$s days')
                WHEN y.typcategory = 'A' THEN quote_literal('{}')
                WHEN y.typcategory = 'I' THEN quote_literal('127.0.0.%1$s')
                WHEN y.typcategory = 'R' THEN quote_literal('empty') END AS value
      FROM candidates t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''
      JOIN pg_type b ON b.oid = a.atttypid JOIN pg_type y ON y.oid = coalesce(nullif(b.typbasetype, 0), b.oid)
     WHERE NOT a.atthasdef OR NOT a.attnotnull
  )
  SELECT format('INSERT INTO %s (%s) SELECT %s WHERE NOT EXISTS (SELECT FROM %1$s)', name, string_agg("column", ', ' ORDER BY attnum),
                replace(string_agg(value, ', ' ORDER BY attnum), '%1$s', '1')) AS full,
         CASE WHEN bool_or(required)
              THEN format('INSERT INTO %s (%s) SELECT %s WHERE (SELECT count(*) FROM %1$s) < 2', name,
                          string_agg("column", ', ' ORDER BY attnum) FILTER (WHERE required),
                          replace(string_agg(value, ', ' ORDER BY attnum) FILTER (WHERE required), '%1$s', '2'))
              ELSE format('INSERT INTO %s DEFAULT VALUES', name) END AS bare
    FROM columns WHERE value IS NOT NULL GROUP BY name`

/** Puts rows into the empty tables that the text speaks of. Within a transaction; whether there are any, is told. */
export async function seedRows(client: pg.Client, text: string): Promise<boolean> {
  const {rows} = await client.query<{full: string; bare: string}>(INSERTS, [text])
  if (rows.length === 0) return false
  const attempts = rows
    .flatMap(({full, bare}) => [full, bare])
    .map((sql) => `BEGIN ${sql}; EXCEPTION WHEN OTHERS THEN NULL; END;`)
  await client.query(
    // Foreign keys and triggers are not what is tried here.
    `SET LOCAL session_replication_role = replica; DO ${quoteLiteral(`BEGIN ${attempts.join('\n')} END`)}; SET LOCAL session_replication_role = origin`,
  )
  return true
}
