-- WHAT: refresh tokens
-- WHY:  a session that can be renewed can also be listed and revoked; a random name cannot be guessed from another

CREATE TABLE IF NOT EXISTS refresh_tokens (
    id           SERIAL PRIMARY KEY,
    user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_id     UUID NOT NULL DEFAULT uuid_generate_v4(),
    token_hash   TEXT NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    is_active    BOOLEAN DEFAULT true,
    ip_address   VARCHAR(45),
    user_agent   TEXT,
    created_at   TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    last_used_at TIMESTAMP,
    revoked_at   TIMESTAMP
);

CREATE UNIQUE INDEX IF NOT EXISTS idx_refresh_tokens_token_id ON refresh_tokens (token_id);
CREATE INDEX IF NOT EXISTS idx_refresh_tokens_user_id ON refresh_tokens (user_id);

-- For the removal of expired tokens. Not a partial index on "still valid": a predicate cannot hold the time of day.
CREATE INDEX IF NOT EXISTS idx_refresh_tokens_expires_at ON refresh_tokens (expires_at);

COMMENT ON TABLE  refresh_tokens            IS 'Sessions that may be renewed; deleted a week after they expire';
COMMENT ON COLUMN refresh_tokens.token_id   IS 'What the client holds names the row by this';
COMMENT ON COLUMN refresh_tokens.token_hash IS 'A hash, never the token itself';
COMMENT ON COLUMN refresh_tokens.revoked_at IS 'When the user signed out, or was signed out';
