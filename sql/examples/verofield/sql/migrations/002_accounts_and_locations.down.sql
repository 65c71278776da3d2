-- Loses all accounts and locations.
DROP TABLE IF EXISTS locations;
DROP TABLE IF EXISTS accounts;
