-- break
CREATE FUNCTION log_country() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
  AS $$ BEGIN INSERT INTO notes SELECT id, DEFAULT, 'new' FROM tenants; RETURN NEW; END $$;
CREATE TRIGGER log AFTER INSERT ON countries FOR EACH ROW EXECUTE FUNCTION log_country();
-- near miss: takes the tenant of the row
CREATE FUNCTION log_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
  AS $$ BEGIN INSERT INTO notes (tenant_id, body) VALUES (NEW.tenant_id, 'event'); RETURN NEW; END $$;
CREATE TRIGGER log AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION log_event();
