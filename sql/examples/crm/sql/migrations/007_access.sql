-- WHAT: who may do what: application, readonly, admin (backup may read everything by itself)
-- WHY:  a report that can write is an accident that has not happened yet

-- application: reads the registry, writes invitations; changes no schema.
GRANT USAGE ON SCHEMA public TO application;
GRANT SELECT ON public.tenants, public.pg_stat_activity_by_schema TO application;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.invitations TO application;
GRANT USAGE, SELECT ON SEQUENCE public.invitations_id_seq TO application;
GRANT INSERT ON public.query_log TO application;

-- readonly: analytics and reports, without what signs somebody in.
GRANT USAGE ON SCHEMA public TO readonly;
GRANT SELECT ON public.tenants, public.query_log, public.pg_stat_activity_by_schema TO readonly;
GRANT SELECT (id, email, first_name, last_name, role, active, email_verified, last_login, created_at, updated_at, deleted_at)
    ON template.users TO readonly;

-- admin: schemas and migrations.
GRANT ALL ON SCHEMA public TO admin;
GRANT ALL ON ALL TABLES IN SCHEMA public TO admin;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO admin;

-- The statistics look into every tenant: not for everybody.
REVOKE EXECUTE ON FUNCTION public.get_table_count(TEXT, TEXT), public.tenant_users(TEXT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.get_table_count(TEXT, TEXT), public.tenant_users(TEXT) TO application, readonly, admin;
