CREATE TABLE t (v varchar(10) DEFAULT 'x');
