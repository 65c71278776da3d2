-- alone
CREATE SUBSCRIPTION sub2 CONNECTION 'host=nowhere dbname=x' PUBLICATION a WITH (connect = false, slot_name = NONE);
