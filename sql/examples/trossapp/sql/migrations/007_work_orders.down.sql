-- All work orders are lost: take a backup first.
DROP VIEW IF EXISTS technician_workload;
DROP VIEW IF EXISTS active_work_orders;
DROP TABLE IF EXISTS work_orders;
