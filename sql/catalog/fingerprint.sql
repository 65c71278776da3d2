-- One hash of all that pg_dump --schema-only would print, without its cost and in the middle of a transaction. It may
-- differ where the schema does not (an object of a rare kind that was dropped and made again), never the other way round.
WITH
extensions AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
relations AS (
  SELECT c.*, c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.oid >= 16384 AND c.relkind <> 't' AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_toast', 'pgplumb')
     AND c.relname !~ '^schema_migrations(_|$)'
     AND (c.relkind NOT IN ('r', 'v', 'm', 'p', 'f', 'S', 'c') OR NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid))
),
objects (kind, definition) AS (
  SELECT 'schema', concat_ws('|', nspname, nspowner::regrole, nspacl) FROM pg_namespace
   WHERE (oid >= 16384 OR nspname = 'public') AND nspname !~ '^pg_' AND nspname <> 'pgplumb'
  UNION ALL
  SELECT 'relation', concat_ws('|', name, relkind, relpersistence, relowner::regrole, reloptions, (SELECT t.reloptions FROM pg_class t WHERE t.oid = r.reltoastrelid), relrowsecurity, relforcerowsecurity, relreplident,
         (SELECT spcname FROM pg_tablespace s WHERE s.oid = reltablespace), (SELECT amname FROM pg_am a WHERE a.oid = relam),
         pg_get_expr(relpartbound, oid), reloftype::regtype,
         CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END,
         (SELECT string_agg(concat(inhparent::regclass, inhseqno), ',' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = r.oid))
    FROM relations r
  UNION ALL
  SELECT 'column', concat_ws('|', r.name, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation,
         to_jsonb(a) - '{attrelid,attnum,atttypid,attcollation,attcacheoff,attmissingval,atthasmissing,attbyval,attalign,attlen,atttypmod}'::text[],
         pg_get_expr(d.adbin, d.adrelid))
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND r.relkind NOT IN ('i', 'I', 'S')
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  UNION ALL
  SELECT 'relation grants', concat_ws('|', oid::regclass, relacl) FROM pg_class WHERE relacl IS NOT NULL AND relname !~ '^schema_migrations(_|$)'
  UNION ALL
  SELECT 'column grants', concat_ws('|', attrelid::regclass, attname, attacl) FROM pg_attribute WHERE attacl IS NOT NULL
  UNION ALL
  SELECT 'constraint', concat_ws('|', k.conname, r.name, k.contypid::regtype, pg_get_constraintdef(k.oid), to_jsonb(k) -> 'conenforced', k.conislocal,
         (SELECT string_agg(concat(t.tgrelid::regclass, t.tgenabled), ',' ORDER BY t.tgrelid::regclass::text, t.tgtype, t.tgenabled) FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O'))
    FROM pg_constraint k LEFT JOIN relations r ON r.oid = k.conrelid WHERE k.oid >= 16384 AND (k.conrelid = 0 OR r.oid IS NOT NULL)
  UNION ALL
  SELECT 'index', concat_ws('|', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready, i.indisclustered, i.indisreplident,
         (SELECT string_agg(concat(attnum, attstattarget), ',' ORDER BY attnum) FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND attstattarget >= 0))
    FROM pg_index i JOIN relations r ON r.oid = i.indexrelid
  UNION ALL
  SELECT 'trigger', concat_ws('|', pg_get_triggerdef(t.oid), t.tgenabled, t.tgparentid <> 0)
    FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'rule', concat_ws('|', pg_get_ruledef(w.oid), w.ev_enabled)
    FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
  UNION ALL
  SELECT 'policy', concat_ws('|', p.polname, r.name, p.polcmd, p.polpermissive, p.polroles::regrole[],
         pg_get_expr(p.polqual, p.polrelid), '|', pg_get_expr(p.polwithcheck, p.polrelid))
    FROM pg_policy p JOIN relations r ON r.oid = p.polrelid
  UNION ALL
  SELECT 'function', CASE WHEN p.prokind = 'a'
           THEN concat_ws('|', p.oid::regprocedure, (SELECT to_jsonb(a) - 'aggfnoid' FROM pg_aggregate a WHERE a.aggfnoid = p.oid), p.proparallel)
           ELSE pg_get_functiondef(p.oid) END || p.proowner::regrole
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE p.oid >= 16384 AND n.nspname <> 'pgplumb' AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
  UNION ALL
  SELECT 'function grants', concat_ws('|', oid::regprocedure, proacl) FROM pg_proc WHERE proacl IS NOT NULL
  UNION ALL
  SELECT 'type', concat_ws('|', t.oid::regtype, t.typtype, t.typowner::regrole, t.typacl, t.typnotnull, format_type(t.typbasetype, t.typtypmod),
         t.typcollation::regcollation, t.typdefault, CASE WHEN t.typtype = 'b' THEN to_jsonb(t)::text END,
         (SELECT string_agg(quote_literal(enumlabel), ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
         (SELECT concat_ws('|', rngsubtype::regtype, rngcollation::regcollation, rngcanonical, rngsubdiff, (SELECT opcname FROM pg_opclass o WHERE o.oid = rngsubopc)) FROM pg_range WHERE rngtypid = t.oid))
    FROM pg_type t WHERE t.oid >= 16384 AND t.typelem = 0 AND (t.typrelid = 0 OR EXISTS (SELECT FROM relations r WHERE r.oid = t.typrelid AND r.relkind = 'c'))
     AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid)
  UNION ALL
  SELECT 'sequence', concat_ws('|', r.name, to_jsonb(s) - '{seqrelid,seqtypid}'::text[], s.seqtypid::regtype,
         (SELECT string_agg(concat(d.refobjid::regclass, (SELECT attname FROM pg_attribute a WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid), d.deptype), ',' ORDER BY d.refobjsubid)
            FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0))
    FROM pg_sequence s JOIN relations r ON r.oid = s.seqrelid
  UNION ALL
  SELECT 'comment', concat_ws('|', i.type, i.identity, d.description)
    FROM pg_description d CROSS JOIN pg_identify_object(d.classoid, d.objoid, d.objsubid) i
   WHERE (d.objoid >= 16384 OR d.objoid = 'public'::regnamespace) AND i.identity !~ 'schema_migrations|^pgplumb'
     AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = d.classoid AND e.objid = d.objoid)
  UNION ALL
  SELECT 'extension', concat_ws('|', extname, extversion, extnamespace::regnamespace, extconfig::regclass[], extcondition) FROM pg_extension
  UNION ALL
  SELECT 'setting', concat_ws('|', s.setrole, s.setconfig) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()
  UNION ALL
  SELECT 'statistics', pg_get_statisticsobjdef(oid) || coalesce(to_jsonb(s) ->> 'stxstattarget', '') FROM pg_statistic_ext s
  UNION ALL
  SELECT 'default grants', concat_ws('|', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace, defaclobjtype, defaclacl) FROM pg_default_acl
  UNION ALL
  SELECT 'event trigger', concat_ws('|', evtname, evtevent, evtfoid::regproc, evtenabled, evttags) FROM pg_event_trigger
  UNION ALL
  SELECT 'large object', to_jsonb(l)::text FROM pg_largeobject_metadata l
  -- Of kinds that migrations seldom have, the row as it is.
  UNION ALL SELECT 'publication', to_jsonb(x)::text FROM pg_publication x
  UNION ALL SELECT 'publication relation', to_jsonb(x)::text FROM pg_publication_rel x
  UNION ALL SELECT 'publication table', to_jsonb(x)::text FROM pg_publication_tables x
  UNION ALL SELECT 'publication schema', pg_describe_object(classid, objid, 0) FROM pg_depend WHERE classid = to_regclass('pg_publication_namespace')
  UNION ALL SELECT 'cast', to_jsonb(x)::text FROM pg_cast x WHERE oid >= 16384
  UNION ALL SELECT 'operator', to_jsonb(x)::text FROM pg_operator x WHERE oid >= 16384
  UNION ALL SELECT 'operator class', to_jsonb(x)::text FROM pg_opclass x WHERE oid >= 16384
  UNION ALL SELECT 'operator family', to_jsonb(x)::text FROM pg_opfamily x WHERE oid >= 16384
  UNION ALL SELECT 'operator of family', to_jsonb(x)::text FROM pg_amop x WHERE oid >= 16384
  UNION ALL SELECT 'function of family', to_jsonb(x)::text FROM pg_amproc x WHERE oid >= 16384
  UNION ALL SELECT 'access method', to_jsonb(x)::text FROM pg_am x WHERE oid >= 16384
  UNION ALL SELECT 'conversion', to_jsonb(x)::text FROM pg_conversion x WHERE oid >= 16384
  UNION ALL SELECT 'collation', to_jsonb(x)::text FROM pg_collation x WHERE oid >= 16384
  UNION ALL SELECT 'language', to_jsonb(x)::text FROM pg_language x
  UNION ALL SELECT 'transform', to_jsonb(x)::text FROM pg_transform x
  UNION ALL SELECT 'text search configuration', to_jsonb(x)::text FROM pg_ts_config x WHERE oid >= 16384
  UNION ALL SELECT 'text search mapping', to_jsonb(x)::text FROM pg_ts_config_map x WHERE mapcfg >= 16384
  UNION ALL SELECT 'text search dictionary', to_jsonb(x)::text FROM pg_ts_dict x WHERE oid >= 16384
  UNION ALL SELECT 'text search parser', to_jsonb(x)::text FROM pg_ts_parser x WHERE oid >= 16384
  UNION ALL SELECT 'text search template', to_jsonb(x)::text FROM pg_ts_template x WHERE oid >= 16384
  UNION ALL SELECT 'foreign data wrapper', to_jsonb(x)::text FROM pg_foreign_data_wrapper x
  UNION ALL SELECT 'foreign server', to_jsonb(x)::text FROM pg_foreign_server x
  UNION ALL SELECT 'foreign table', to_jsonb(x)::text FROM pg_foreign_table x
  UNION ALL SELECT 'user mapping', to_jsonb(x)::text FROM pg_user_mapping x
  UNION ALL SELECT 'security label', to_jsonb(x)::text FROM pg_seclabel x
)
SELECT md5(string_agg(kind || ' ' || definition, E'\n' ORDER BY kind, definition COLLATE "C")) AS fingerprint FROM objects
