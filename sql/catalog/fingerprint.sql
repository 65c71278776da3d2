-- One hash of all that pg_dump --schema-only would print, without its cost and in the middle of a transaction. It may
-- differ where the schema does not (an object of a rare kind that was dropped and made again), never the other way round.
-- $1 is a transaction id: only what was written since counts, be it that it is in effect or that it was taken back. So
-- the hash after some work, and the hash after the work was rolled back, are equal if it left the schema as it was.
-- 0: all there is. $2 are the catalogs that were written to: the others are not read.
WITH
-- Ages are compared, for ids wrap around, and are quick to come by.
since AS (SELECT age($1::text::xid)),
extensions AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
relations AS (
  SELECT c.*, least(age(c.xmin), age(c.xmax)) AS age
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.oid >= 16384 AND c.relkind <> 't' AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_toast', 'pgplumb')
     AND c.relname !~ '^schema_migrations(_|$)'
     AND (c.relkind NOT IN ('r', 'v', 'm', 'p', 'f', 'S', 'c') OR NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid))
),
-- Whose definition is spread over rows of several catalogs.
written (classid, objid) AS (
  SELECT 'pg_class'::regclass, oid FROM relations WHERE $2::text[] && '{pg_class}' AND age <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid FROM pg_class t JOIN pg_class c ON c.reltoastrelid = t.oid
   WHERE $2 && '{pg_class}' AND t.oid >= 16384 AND t.relkind = 't' AND least(age(t.xmin), age(t.xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_class'::regclass, inhrelid FROM pg_inherits WHERE $2 && '{pg_inherits}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_class'::regclass, ev_class FROM pg_rewrite WHERE $2 && '{pg_rewrite}' AND ev_class >= 16384 AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_class'::regclass, indexrelid FROM pg_index WHERE $2 && '{pg_index}' AND indexrelid >= 16384 AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_class'::regclass, attrelid FROM pg_attribute WHERE $2 && '{pg_attribute}' AND attrelid >= 16384 AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_class'::regclass, partrelid FROM pg_partitioned_table WHERE $2 && '{pg_partitioned_table}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_class'::regclass, seqrelid FROM pg_sequence WHERE $2 && '{pg_sequence}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT classid, objid FROM pg_depend WHERE $2 && '{pg_depend}' AND classid = 'pg_class'::regclass AND objid >= 16384 AND refclassid = 'pg_class'::regclass AND refobjsubid > 0
     AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_constraint'::regclass, tgconstraint FROM pg_trigger WHERE $2 && '{pg_trigger}' AND tgconstraint <> 0 AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_proc'::regclass, aggfnoid FROM pg_aggregate WHERE $2 && '{pg_aggregate}' AND aggfnoid >= 16384 AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_type'::regclass, enumtypid FROM pg_enum WHERE $2 && '{pg_enum}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'pg_type'::regclass, rngtypid FROM pg_range WHERE $2 && '{pg_range}' AND rngtypid >= 16384 AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
),
objects (kind, definition) AS (
  SELECT 'schema', concat_ws('|', nspname, nspowner::regrole, nspacl) FROM pg_namespace
   WHERE $2 && '{pg_namespace}' AND (oid >= 16384 OR nspname = 'public') AND nspname !~ '^pg_' AND nspname <> 'pgplumb' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'relation', concat_ws('|', oid::regclass, relkind, relpersistence, relowner::regrole, reloptions, (SELECT t.reloptions FROM pg_class t WHERE t.oid = r.reltoastrelid), relrowsecurity, relforcerowsecurity, relreplident,
         (SELECT spcname FROM pg_tablespace s WHERE s.oid = reltablespace), (SELECT amname FROM pg_am a WHERE a.oid = relam),
         pg_get_expr(relpartbound, oid), reloftype::regtype,
         CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END,
         (SELECT string_agg(concat(inhparent::regclass, inhseqno), ',' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = r.oid))
    FROM relations r WHERE $2 && '{pg_class,pg_inherits,pg_rewrite,pg_partitioned_table}' AND oid IN (SELECT objid FROM written WHERE classid = 'pg_class'::regclass)
  UNION ALL
  SELECT 'column', concat_ws('|', r.oid::regclass, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation,
         to_jsonb(a) - '{attrelid,attnum,atttypid,attcollation,attcacheoff,attmissingval,atthasmissing,attbyval,attalign,attlen,atttypmod}'::text[],
         pg_get_expr(d.adbin, d.adrelid))
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND r.relkind NOT IN ('i', 'I', 'S')
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE $2 && '{pg_attribute,pg_attrdef}' AND a.attrelid >= 16384 AND least(age(a.xmin), age(a.xmax), age(d.xmin), age(d.xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'relation grants', concat_ws('|', oid::regclass, relacl) FROM pg_class
   WHERE $2 && '{pg_class}' AND relacl IS NOT NULL AND relname !~ '^schema_migrations(_|$)' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'column grants', concat_ws('|', attrelid::regclass, attname, attacl) FROM pg_attribute
   WHERE $2 && '{pg_attribute}' AND attacl IS NOT NULL AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'constraint', concat_ws('|', k.conname, r.oid::regclass, k.contypid::regtype, pg_get_constraintdef(k.oid), to_jsonb(k) -> 'conenforced', k.conislocal,
         (SELECT string_agg(concat(t.tgrelid::regclass, t.tgenabled), ',' ORDER BY t.tgrelid::regclass::text, t.tgtype, t.tgenabled) FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O'))
    FROM pg_constraint k LEFT JOIN relations r ON r.oid = k.conrelid WHERE $2 && '{pg_constraint,pg_trigger}' AND k.oid >= 16384 AND (k.conrelid = 0 OR r.oid IS NOT NULL)
     AND (least(age(k.xmin), age(k.xmax)) <= (SELECT age FROM since) OR k.oid IN (SELECT objid FROM written WHERE classid = 'pg_constraint'::regclass))
  UNION ALL
  SELECT 'index', concat_ws('|', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready, i.indisclustered, i.indisreplident,
         (SELECT string_agg(concat(attnum, attstattarget), ',' ORDER BY attnum) FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND attstattarget >= 0))
    FROM pg_index i JOIN relations r ON r.oid = i.indexrelid WHERE $2 && '{pg_class,pg_index,pg_attribute}' AND r.oid IN (SELECT objid FROM written WHERE classid = 'pg_class'::regclass)
  UNION ALL
  SELECT 'trigger', concat_ws('|', pg_get_triggerdef(t.oid), t.tgenabled, t.tgparentid <> 0)
    FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid WHERE $2 && '{pg_trigger}' AND NOT t.tgisinternal AND least(age(t.xmin), age(t.xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'rule', concat_ws('|', pg_get_ruledef(w.oid), w.ev_enabled)
    FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class WHERE $2 && '{pg_rewrite}' AND w.rulename <> '_RETURN' AND least(age(w.xmin), age(w.xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'policy', concat_ws('|', p.polname, r.oid::regclass, p.polcmd, p.polpermissive, p.polroles::regrole[],
         pg_get_expr(p.polqual, p.polrelid), '|', pg_get_expr(p.polwithcheck, p.polrelid))
    FROM pg_policy p JOIN relations r ON r.oid = p.polrelid WHERE $2 && '{pg_policy}' AND least(age(p.xmin), age(p.xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'function', CASE WHEN p.prokind = 'a'
           THEN concat_ws('|', p.oid::regprocedure, (SELECT to_jsonb(a) - 'aggfnoid' FROM pg_aggregate a WHERE a.aggfnoid = p.oid), p.proparallel)
           ELSE pg_get_functiondef(p.oid) END || p.proowner::regrole
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE $2 && '{pg_proc,pg_aggregate}' AND p.oid >= 16384 AND n.nspname <> 'pgplumb' AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
     AND (least(age(p.xmin), age(p.xmax)) <= (SELECT age FROM since) OR p.oid IN (SELECT objid FROM written WHERE classid = 'pg_proc'::regclass))
  UNION ALL
  SELECT 'function grants', concat_ws('|', oid::regprocedure, proacl) FROM pg_proc WHERE $2 && '{pg_proc}' AND proacl IS NOT NULL AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'type', concat_ws('|', t.oid::regtype, t.typtype, t.typowner::regrole, t.typacl, t.typnotnull, format_type(t.typbasetype, t.typtypmod),
         t.typcollation::regcollation, t.typdefault, CASE WHEN t.typtype = 'b' THEN to_jsonb(t)::text END,
         (SELECT string_agg(quote_literal(enumlabel), ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
         (SELECT concat_ws('|', rngsubtype::regtype, rngcollation::regcollation, rngcanonical, rngsubdiff, (SELECT opcname FROM pg_opclass o WHERE o.oid = rngsubopc)) FROM pg_range WHERE rngtypid = t.oid))
    FROM pg_type t WHERE $2 && '{pg_type,pg_enum,pg_range}' AND t.oid >= 16384 AND t.typelem = 0 AND (t.typrelid = 0 OR EXISTS (SELECT FROM relations r WHERE r.oid = t.typrelid AND r.relkind = 'c'))
     AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid)
     AND (least(age(t.xmin), age(t.xmax)) <= (SELECT age FROM since) OR t.oid IN (SELECT objid FROM written WHERE classid = 'pg_type'::regclass))
  UNION ALL
  SELECT 'sequence', concat_ws('|', r.oid::regclass, to_jsonb(s) - '{seqrelid,seqtypid}'::text[], s.seqtypid::regtype,
         (SELECT string_agg(concat(d.refobjid::regclass, (SELECT attname FROM pg_attribute a WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid), d.deptype), ',' ORDER BY d.refobjsubid)
            FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0))
    FROM pg_sequence s JOIN relations r ON r.oid = s.seqrelid WHERE $2 && '{pg_sequence,pg_class,pg_depend}' AND r.oid IN (SELECT objid FROM written WHERE classid = 'pg_class'::regclass)
  UNION ALL
  SELECT 'comment', concat_ws('|', i.type, i.identity, d.description)
    FROM pg_description d CROSS JOIN pg_identify_object(d.classoid, d.objoid, d.objsubid) i
   WHERE $2 && '{pg_description}' AND (d.objoid >= 16384 OR d.objoid = 'public'::regnamespace) AND i.identity !~ 'schema_migrations|^pgplumb'
     AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = d.classoid AND e.objid = d.objoid)
     AND least(age(d.xmin), age(d.xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'extension', concat_ws('|', extname, extversion, extnamespace::regnamespace, extconfig::regclass[], extcondition) FROM pg_extension
   WHERE $2 && '{pg_extension}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'setting', concat_ws('|', s.setrole, s.setconfig) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
   WHERE $2 && '{pg_db_role_setting}' AND d.datname = current_database() AND least(age(s.xmin), age(s.xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'statistics', pg_get_statisticsobjdef(oid) || coalesce(to_jsonb(s) ->> 'stxstattarget', '') FROM pg_statistic_ext s
   WHERE $2 && '{pg_statistic_ext}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'default grants', concat_ws('|', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace, defaclobjtype, defaclacl) FROM pg_default_acl
   WHERE $2 && '{pg_default_acl}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'event trigger', concat_ws('|', evtname, evtevent, evtfoid::regproc, evtenabled, evttags) FROM pg_event_trigger
   WHERE $2 && '{pg_event_trigger}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  UNION ALL
  SELECT 'large object', to_jsonb(l)::text FROM pg_largeobject_metadata l WHERE $2 && '{pg_largeobject_metadata}' AND least(age(xmin), age(xmax)) <= (SELECT age FROM since)
  -- Of kinds that migrations seldom have, the row as it is.
  UNION ALL SELECT 'publication', to_jsonb(x)::text FROM pg_publication x WHERE $2 && '{pg_publication}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'publication relation', to_jsonb(x)::text FROM pg_publication_rel x WHERE $2 && '{pg_publication_rel}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'publication table', to_jsonb(x)::text FROM pg_publication_tables x WHERE $1 = '0'
  UNION ALL SELECT 'publication schema', pg_describe_object(classid, objid, 0) FROM pg_depend x WHERE $2 && '{pg_publication_namespace}' AND classid = to_regclass('pg_publication_namespace') AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'cast', to_jsonb(x)::text FROM pg_cast x WHERE $2 && '{pg_cast}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'operator', to_jsonb(x)::text FROM pg_operator x WHERE $2 && '{pg_operator}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'operator class', to_jsonb(x)::text FROM pg_opclass x WHERE $2 && '{pg_opclass}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'operator family', to_jsonb(x)::text FROM pg_opfamily x WHERE $2 && '{pg_opfamily}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'operator of family', to_jsonb(x)::text FROM pg_amop x WHERE $2 && '{pg_amop}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'function of family', to_jsonb(x)::text FROM pg_amproc x WHERE $2 && '{pg_amproc}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'access method', to_jsonb(x)::text FROM pg_am x WHERE $2 && '{pg_am}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'conversion', to_jsonb(x)::text FROM pg_conversion x WHERE $2 && '{pg_conversion}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'collation', to_jsonb(x)::text FROM pg_collation x WHERE $2 && '{pg_collation}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'language', to_jsonb(x)::text FROM pg_language x WHERE $2 && '{pg_language}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'transform', to_jsonb(x)::text FROM pg_transform x WHERE $2 && '{pg_transform}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'text search configuration', to_jsonb(x)::text FROM pg_ts_config x WHERE $2 && '{pg_ts_config}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'text search mapping', to_jsonb(x)::text FROM pg_ts_config_map x WHERE $2 && '{pg_ts_config_map}' AND mapcfg >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'text search dictionary', to_jsonb(x)::text FROM pg_ts_dict x WHERE $2 && '{pg_ts_dict}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'text search parser', to_jsonb(x)::text FROM pg_ts_parser x WHERE $2 && '{pg_ts_parser}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'text search template', to_jsonb(x)::text FROM pg_ts_template x WHERE $2 && '{pg_ts_template}' AND oid >= 16384 AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'foreign data wrapper', to_jsonb(x)::text FROM pg_foreign_data_wrapper x WHERE $2 && '{pg_foreign_data_wrapper}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'foreign server', to_jsonb(x)::text FROM pg_foreign_server x WHERE $2 && '{pg_foreign_server}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'foreign table', to_jsonb(x)::text FROM pg_foreign_table x WHERE $2 && '{pg_foreign_table}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'user mapping', to_jsonb(x)::text FROM pg_user_mapping x WHERE $2 && '{pg_user_mapping}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
  UNION ALL SELECT 'security label', to_jsonb(x)::text FROM pg_seclabel x WHERE $2 && '{pg_seclabel}' AND least(age(x.xmin), age(x.xmax)) <= (SELECT age FROM since)
)
SELECT md5(string_agg(kind || ' ' || definition, E'\n' ORDER BY kind, definition COLLATE "C")) AS fingerprint FROM objects
