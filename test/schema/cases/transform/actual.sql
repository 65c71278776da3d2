-- alone
CREATE FUNCTION fs(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'prsd_lextype';
