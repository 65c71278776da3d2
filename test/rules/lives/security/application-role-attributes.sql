-- break
ALTER ROLE :app CREATEROLE CREATEDB;
-- near miss: another role
ALTER ROLE :other CREATEROLE;
