-- break
ALTER TABLE notes SET (autovacuum_enabled = off);
-- near miss
ALTER TABLE notes SET (autovacuum_enabled = on, autovacuum_vacuum_scale_factor = 0.01);
