CREATE TABLE t (v varchar(20) DEFAULT 'x');
