-- Loses all work orders and jobs.
DROP TABLE IF EXISTS jobs;
DROP TABLE IF EXISTS work_orders;
