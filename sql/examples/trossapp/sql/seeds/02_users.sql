-- People to try things with. One has left, and one has no role: both happen.
INSERT INTO users (email, auth0_id, first_name, last_name, role_id, is_active)
SELECT s.email, s.auth0_id, s.first_name, s.last_name, r.id, s.is_active
FROM (VALUES
    ('ada@trossapp.example',    'auth0|seed-ada',    'Ada',    'Admin',    'admin',      true),
    ('mona@trossapp.example',   'auth0|seed-mona',   'Mona',   'Meyer',    'manager',    true),
    ('dirk@trossapp.example',   'auth0|seed-dirk',   'Dirk',   'Dahl',     'dispatcher', true),
    ('tess@trossapp.example',   'auth0|seed-tess',   'Tess',   'Turner',   'technician', true),
    ('tom@trossapp.example',    'auth0|seed-tom',    'Tom',    'O''Brien', 'technician', true),
    ('gone@trossapp.example',   'auth0|seed-gone',   'Greta',  'Gone',     'technician', false),
    ('clara@client.example',    'auth0|seed-clara',  'Clara',  'Chen',     'client',     true),
    ('cafe@client.example',     NULL,                'Zoë',    'Łukasik',  'client',     true),
    ('norole@trossapp.example', NULL,                NULL,     NULL,       NULL,         true)
) AS s (email, auth0_id, first_name, last_name, role, is_active)
LEFT JOIN roles r ON r.name = s.role
ON CONFLICT (email) DO NOTHING;
