-- The settings that a session of this database begins with: those of the database, then those of each of the roles $1.
SELECT coalesce(r.rolname, '') AS role, split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value
  FROM pg_db_role_setting s
  CROSS JOIN unnest(s.setconfig) AS c
  LEFT JOIN pg_roles r ON r.oid = s.setrole
 WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
   AND (s.setrole = 0 OR r.rolname = ANY ($1))
 ORDER BY s.setrole <> 0, s.setdatabase <> 0, 2
