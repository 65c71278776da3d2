-- break
ALTER TABLE notes ADD total_price double precision;
-- near miss
ALTER TABLE notes ADD total_price numeric(12, 2), ADD latitude double precision, ADD price_weight real;
