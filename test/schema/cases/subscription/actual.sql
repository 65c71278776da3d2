-- alone
CREATE SUBSCRIPTION sub CONNECTION 'host=nowhere dbname=x' PUBLICATION a WITH (connect = false, slot_name = NONE);
