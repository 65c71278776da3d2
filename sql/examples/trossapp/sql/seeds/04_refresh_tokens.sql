-- For every user who is active: one valid token, one revoked, one that expired yesterday and is still kept, and
-- forty that expired long ago, for maintenance to remove. The names derive from the user: a second run finds them.
--
-- Row security is forced on this table, so each user's tokens are added as that user.
DO $$
DECLARE
    owner record;
BEGIN
    FOR owner IN SELECT id, email FROM users WHERE is_active LOOP
        PERFORM set_config('app.user_id', owner.id::TEXT, true);

        INSERT INTO refresh_tokens
            (user_id, token_id, token_hash, created_at, expires_at, is_active, ip_address, user_agent, revoked_at)
        SELECT
            owner.id,
            uuid_generate_v5(uuid_ns_url(), owner.email || '/' || t.label),
            md5(owner.email || '/' || t.label),
            t.expires_at - INTERVAL '30 days',
            t.expires_at,
            t.revoked_at IS NULL,
            '192.0.2.7',
            'seed',
            t.revoked_at
        FROM (
            SELECT 'valid', CURRENT_TIMESTAMP + INTERVAL '30 days', NULL::TIMESTAMP
            UNION ALL
            SELECT 'revoked', CURRENT_TIMESTAMP + INTERVAL '10 days', CURRENT_TIMESTAMP - INTERVAL '2 days'
            UNION ALL
            SELECT 'just-expired', CURRENT_TIMESTAMP - INTERVAL '1 day', NULL
            UNION ALL
            SELECT 'expired-' || n, CURRENT_TIMESTAMP - INTERVAL '60 days' - n * INTERVAL '1 day', NULL
            FROM generate_series(1, 40) AS n
        ) AS t (label, expires_at, revoked_at)
        ON CONFLICT (token_id) DO NOTHING;
    END LOOP;
    PERFORM set_config('app.user_id', '', true);
END;
$$;
