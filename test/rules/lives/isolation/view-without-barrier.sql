-- break
CREATE VIEW mine AS SELECT * FROM notes WHERE tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER VIEW mine OWNER TO :owner;
GRANT SELECT ON mine TO :app;
-- near miss: a barrier; one that filters by nothing secret; one that nobody reads
CREATE VIEW mine WITH (security_barrier) AS SELECT * FROM notes WHERE tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER VIEW mine OWNER TO :owner;
CREATE VIEW drafts AS SELECT * FROM notes WHERE body = 'draft';
ALTER VIEW drafts OWNER TO :owner;
GRANT SELECT ON mine, drafts TO :app;
CREATE VIEW unread AS SELECT * FROM notes WHERE tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid);
