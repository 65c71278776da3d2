-- What happens to a database by hand. Run it on dev, and `pgplumb drift dev` names all three.

-- An index that was tried once, to make a slow page faster.
CREATE INDEX idx_users_last_name ON users (last_name);

-- An import that had no e-mail addresses.
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;

-- A quick fix in production that never came back to the repository.
CREATE OR REPLACE FUNCTION update_updated_at_column() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at = CURRENT_TIMESTAMP;
    END IF;
    RETURN NEW;
END;
$$;
