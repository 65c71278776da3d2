-- alone
CREATE SUBSCRIPTION sub CONNECTION 'host=nowhere dbname=y' PUBLICATION a, b WITH (connect = false, slot_name = NONE, binary = true);
COMMENT ON SUBSCRIPTION sub IS 'x';
