-- The foreign keys that delete rows together with those of relation $1 (oid), with the condition that joins them.
SELECT format('%I.%I', n.nspname, c.relname) AS identity,
       (SELECT string_agg(format('child.%I = parent.%I', a.attname, b.attname), ' AND ' ORDER BY col.place)
          FROM unnest(k.conkey, k.confkey) WITH ORDINALITY AS col (mine, theirs, place)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = col.mine
          JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = col.theirs) AS "on"
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype = 'f'
   AND k.confrelid = $1::oid
   AND k.confdeltype = 'c'
   AND k.conparentid = 0
 ORDER BY 1
