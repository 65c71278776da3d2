-- break
COMMENT ON TABLE notes IS NULL;
-- mend
COMMENT ON TABLE notes IS 'What was written down.';
-- near miss: a partition is what its parent is
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
