CREATE TABLE t (a text) WITH (autovacuum_vacuum_scale_factor = 0.01, toast_tuple_target = 4000, toast.vacuum_truncate = off, parallel_workers = 2);
ALTER TABLE t ALTER a SET STORAGE MAIN, ALTER a SET COMPRESSION pglz;
