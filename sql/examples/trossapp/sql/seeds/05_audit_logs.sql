-- A short trail: each row is added as the user whom it is about, for row security is forced on this table.
DO $$
DECLARE
    entry record;
BEGIN
    FOR entry IN
        SELECT a.*, u.id AS user_id
        FROM (VALUES
            (1, 'ada',  'user.create',       'users',       '{"email": "tom@trossapp.example"}'::JSONB, 'success', NULL),
            (2, 'dirk', 'work_order.assign', 'work_orders', '{"technician": "tess"}',                   'success', NULL),
            (3, 'tess', 'work_order.close',  'work_orders', '{"status": "completed"}',                  'success', NULL),
            (4, 'tom',  'role.update',       'roles',       NULL,                                       'denied',  'technicians may not change roles'),
            (5, NULL,   'auth.login',        NULL,          NULL,                                       'failure', 'no such user')
        ) AS a (id, who, action, resource_type, new_values, result, error_message)
        LEFT JOIN users u ON u.email = a.who || '@trossapp.example'
    LOOP
        PERFORM set_config('app.user_id', COALESCE(entry.user_id::TEXT, ''), true);

        INSERT INTO audit_logs (id, user_id, action, resource_type, new_values, ip_address, result, error_message)
        VALUES (entry.id, entry.user_id, entry.action, entry.resource_type, entry.new_values, '192.0.2.7',
                entry.result, entry.error_message)
        ON CONFLICT DO NOTHING;
    END LOOP;
    PERFORM set_config('app.user_id', '', true);
END;
$$;

-- Numbers given by hand do not move the sequence; max(id) would not do, for row security hides rows from it.
SELECT setval('audit_logs_id_seq', GREATEST(5, last_value)) FROM audit_logs_id_seq;
