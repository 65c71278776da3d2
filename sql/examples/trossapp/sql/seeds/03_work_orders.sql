-- Work orders in every status. Numbered by hand, so that a second run finds them.
INSERT INTO work_orders
    (id, title, description, status, priority, client_id, technician_id, created_by,
     scheduled_start, scheduled_end, completed_at, is_active)
SELECT
    s.id, s.title, s.description, s.status, s.priority, c.id, t.id, b.id,
    CURRENT_TIMESTAMP + s.starts, CURRENT_TIMESTAMP + s.ends, CURRENT_TIMESTAMP + s.completed, s.is_active
FROM (VALUES
    (1, 'Boiler does not start', 'Shows E4 since Monday',      'pending',     'urgent', 'clara', NULL,   'clara', NULL::INTERVAL, NULL::INTERVAL, NULL::INTERVAL, true),
    (2, 'Yearly inspection',     NULL,                         'assigned',    'low',    'clara', 'tess', 'dirk',  '3 days',       '3 days 2 h',   NULL,           true),
    (3, 'Espresso machine leaks', 'Behind the counter, left',  'in_progress', 'high',   'cafe',  'tom',  'cafe',  '-1 h',         '1 h',          NULL,           true),
    (4, 'Replace thermostat',    'Model 7, brought along',     'completed',   'normal', 'cafe',  'tess', 'dirk',  '-5 days',      '-5 days +1 h', '-5 days +50 m', true),
    (5, 'Second opinion',        'Client found the fuse',      'cancelled',   'normal', 'clara', NULL,   'clara', NULL,           NULL,           NULL,           true),
    (6, 'Entered twice',         NULL,                         'pending',     'normal', 'cafe',  NULL,   'mona',  NULL,           NULL,           NULL,           false)
) AS s (id, title, description, status, priority, client, technician, creator, starts, ends, completed, is_active)
JOIN users c ON c.email = s.client || '@client.example'
LEFT JOIN users t ON t.email = s.technician || '@trossapp.example'
LEFT JOIN users b ON b.email IN (s.creator || '@trossapp.example', s.creator || '@client.example')
ON CONFLICT (id) DO NOTHING;

-- Numbers given by hand do not move the sequence.
SELECT setval('work_orders_id_seq', GREATEST(6, last_value)) FROM work_orders_id_seq;
