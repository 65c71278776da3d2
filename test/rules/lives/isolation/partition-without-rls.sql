-- break
GRANT SELECT ON events_2026 TO :app;
-- near miss
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
