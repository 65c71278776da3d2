-- One tour, as far as every function has something to count.
CREATE TEMPORARY TABLE ws ON COMMIT PRESERVE ROWS AS SELECT md5('stage/tours')::UUID AS id, md5('olga')::UUID AS olga;

INSERT INTO companies (id, workspace_id, name, kind) SELECT md5('Nordlicht')::UUID, id, 'Nordlicht GmbH', 'client' FROM ws ON CONFLICT DO NOTHING;

INSERT INTO locations (id, workspace_id, name, kind, city, capacity)
SELECT md5(l.name)::UUID, ws.id, l.name, 'venue', l.city, l.capacity
  FROM ws, (VALUES ('Musikhalle', 'Hamburg', 2000), ('Black Box', 'Berlin', 120)) AS l (name, city, capacity)
ON CONFLICT DO NOTHING;

INSERT INTO productions (id, workspace_id, name, description, type, status, start_date, end_date, manager_id, client_id, custom_fields)
SELECT md5('Winter Tour')::UUID, ws.id, 'Winter Tour', 'Twelve cities in the snow', 'tour', 'active', CURRENT_DATE - 10, CURRENT_DATE + 50, ws.olga, md5('Nordlicht')::UUID, '{"genre": "jazz"}'
  FROM ws ON CONFLICT DO NOTHING;

-- Design (3 days) and permits (2) come before building (5), that before the rehearsal (2); posters (1) wait for design only.
INSERT INTO project_tasks (id, workspace_id, production_id, title, status, completed_at, assignee_id, estimated_hours, due_date, duration_days)
SELECT md5('task ' || t.title)::UUID, ws.id, md5('Winter Tour')::UUID, t.title, t.status, t.completed_at, ws.olga, t.hours, CURRENT_DATE + t.due, t.days
  FROM ws, (VALUES
    ('Design',    'done',        now(),               24, -7, 3),
    ('Permits',   'todo',        NULL::TIMESTAMPTZ,    8, -2, 2),
    ('Building',  'in_progress', NULL,                40,  3, 5),
    ('Posters',   'todo',        NULL,                 4,  5, 1),
    ('Rehearsal', 'todo',        NULL,                16,  6, 2)) AS t (title, status, completed_at, hours, due, days)
ON CONFLICT DO NOTHING;

INSERT INTO task_dependencies (workspace_id, task_id, depends_on_id)
SELECT ws.id, md5('task ' || d.task)::UUID, md5('task ' || d.after)::UUID
  FROM ws, (VALUES ('Building', 'Design'), ('Building', 'Permits'), ('Rehearsal', 'Building'), ('Posters', 'Design')) AS d (task, after)
ON CONFLICT DO NOTHING;

INSERT INTO project_milestones (id, workspace_id, production_id, name, due_date)
SELECT md5('Premiere')::UUID, id, md5('Winter Tour')::UUID, 'Premiere', CURRENT_DATE + 9 FROM ws ON CONFLICT DO NOTHING;

INSERT INTO project_compliance (id, workspace_id, production_id, name, kind, status, expires_on)
SELECT md5(c.name)::UUID, ws.id, md5('Winter Tour')::UUID, c.name, 'permit', 'approved', CURRENT_DATE + c.days
  FROM ws, (VALUES ('Pyrotechnics', 10), ('Street closure', 400)) AS c (name, days)
ON CONFLICT DO NOTHING;

INSERT INTO events (id, workspace_id, production_id, name, event_type, status, location_id, start_time, end_time)
SELECT md5(e.name)::UUID, ws.id, md5('Winter Tour')::UUID, e.name, e.type, 'published', md5('Musikhalle')::UUID,
       CURRENT_DATE + e.starts, CURRENT_DATE + e.starts + INTERVAL '3 hours'
  FROM ws, (VALUES ('Dress rehearsal', 'rehearsal', INTERVAL '2 days 10 hours'), ('First night', 'performance', INTERVAL '9 days 20 hours')) AS e (name, type, starts)
ON CONFLICT DO NOTHING;

INSERT INTO incidents (id, workspace_id, event_id, title, severity)
SELECT md5('Fog')::UUID, id, md5('Dress rehearsal')::UUID, 'Fog machine sets off the alarm', 'medium' FROM ws ON CONFLICT DO NOTHING;

INSERT INTO personnel (id, workspace_id, user_id, first_name, last_name, job_title, hourly_rate)
SELECT md5(p.last_name)::UUID, ws.id, p.member, p.first_name, p.last_name, p.title, 40
  FROM ws, (VALUES ('Olga', 'Petrov', 'Tour manager', md5('olga')::UUID), ('Lars', 'Lund', 'Lighting', NULL), ('Ana', 'Reis', 'Sound', NULL))
    AS p (first_name, last_name, title, member)
ON CONFLICT DO NOTHING;

INSERT INTO personnel_assignments (id, workspace_id, personnel_id, production_id, role, start_date, end_date, status)
SELECT md5('Lund on tour')::UUID, id, md5('Lund')::UUID, md5('Winter Tour')::UUID, 'Lighting', CURRENT_DATE, CURRENT_DATE + 20, 'confirmed' FROM ws
ON CONFLICT DO NOTHING;

-- A week of 46 hours: ten on Monday, Tuesday and Wednesday, eight on Thursday and Friday.
INSERT INTO time_entries (id, workspace_id, personnel_id, work_date, hours, status)
SELECT md5('Lund ' || d)::UUID, ws.id, md5('Lund')::UUID, DATE '2026-01-05' + d, CASE WHEN d < 3 THEN 10 ELSE 8 END, 'approved'
  FROM ws, generate_series(0, 4) AS d
ON CONFLICT DO NOTHING;

INSERT INTO training_records (id, workspace_id, personnel_id, name, status, expires_on)
SELECT md5('First aid')::UUID, id, md5('Reis')::UUID, 'First aid', 'completed', CURRENT_DATE - 3 FROM ws ON CONFLICT DO NOTHING;

INSERT INTO assets (id, workspace_id, name, asset_tag, status)
SELECT md5(a.tag)::UUID, ws.id, a.name, a.tag, a.status
  FROM ws, (VALUES ('Fog machine', 'F-1', 'in_use'), ('Mixing desk', 'M-1', 'available')) AS a (name, tag, status)
ON CONFLICT DO NOTHING;

-- Out for a quarter of January: 186 of 744 hours, in two times that overlap.
INSERT INTO asset_transactions (id, workspace_id, asset_id, checked_out_at, returned_at)
SELECT md5('F-1 out ' || t.n)::UUID, ws.id, md5('F-1')::UUID, t.from_time::TIMESTAMPTZ, t.to_time::TIMESTAMPTZ
  FROM ws, (VALUES (1, '2026-01-01 00:00Z', '2026-01-05 00:00Z'), (2, '2026-01-04 00:00Z', '2026-01-08 18:00Z')) AS t (n, from_time, to_time)
ON CONFLICT DO NOTHING;

INSERT INTO budgets (id, workspace_id, production_id, name, status, fiscal_year)
SELECT md5('Winter budget')::UUID, id, md5('Winter Tour')::UUID, 'Winter Tour', 'approved', 2026 FROM ws ON CONFLICT DO NOTHING;

INSERT INTO budget_line_items (id, workspace_id, budget_id, category, amount)
SELECT md5('line ' || l.category)::UUID, ws.id, md5('Winter budget')::UUID, l.category, l.amount
  FROM ws, (VALUES ('crew', 10000), ('travel', 4000)) AS l (category, amount)
ON CONFLICT DO NOTHING;

INSERT INTO financial_transactions (id, workspace_id, budget_line_item_id, production_id, kind, amount, occurred_on, status)
SELECT md5('transaction ' || t.n)::UUID, ws.id, md5('line ' || t.category)::UUID, md5('Winter Tour')::UUID, t.kind, t.amount, t.day::DATE, t.status
  FROM ws, (VALUES
    (1, 'crew',   'expense', 6000, '2026-01-10', 'posted'),
    (2, 'travel', 'expense', 5000, '2026-01-12', 'posted'),
    (3, 'travel', 'expense',  999, '2026-01-13', 'void'),
    (4, NULL,     'income', 20000, '2026-01-20', 'posted')) AS t (n, category, kind, amount, day, status)
ON CONFLICT DO NOTHING;

INSERT INTO invoices (id, workspace_id, company_id, invoice_number, status, issued_on, due_on, total, paid)
SELECT md5('invoice ' || i.number)::UUID, ws.id, md5('Nordlicht')::UUID, i.number, i.status, DATE '2026-03-31' - i.late - 30, DATE '2026-03-31' - i.late, i.total, i.paid
  FROM ws, (VALUES ('I-1', 'sent', -5, 100, 0), ('I-2', 'overdue', 10, 200, 50), ('I-3', 'overdue', 45, 300, 0), ('I-4', 'overdue', 120, 400, 0), ('I-5', 'paid', 20, 500, 500))
    AS i (number, status, late, total, paid)
ON CONFLICT DO NOTHING;

INSERT INTO payroll_records (id, workspace_id, personnel_id, period_start, period_end, status, gross, deductions)
SELECT md5('pay ' || p.name)::UUID, ws.id, md5(p.name)::UUID, '2026-01-01', '2026-01-31', 'approved', p.gross, p.deductions
  FROM ws, (VALUES ('Lund', 4000, 1000), ('Reis', 3000, 600)) AS p (name, gross, deductions)
ON CONFLICT DO NOTHING;

INSERT INTO payroll_items (id, workspace_id, payroll_record_id, kind, amount)
SELECT md5('Lund overtime')::UUID, id, md5('pay Lund')::UUID, 'overtime', 240 FROM ws ON CONFLICT DO NOTHING;

INSERT INTO resources (id, workspace_id, name, quantity)
SELECT md5('Van')::UUID, id, 'Van', 2 FROM ws ON CONFLICT DO NOTHING;

INSERT INTO bookings (id, workspace_id, resource_id, title, status, start_time, end_time)
SELECT md5('Van booked')::UUID, id, md5('Van')::UUID, 'To Hamburg', 'approved', CURRENT_DATE + INTERVAL '1 day', CURRENT_DATE + INTERVAL '3 days' FROM ws
ON CONFLICT DO NOTHING;

INSERT INTO views (id, workspace_id, module_name, view_type, name, filters)
SELECT md5('Open tasks')::UUID, id, 'projects', 'board', 'Open tasks', '{"status": ["todo", "in_progress"]}' FROM ws ON CONFLICT DO NOTHING;

INSERT INTO activities (id, workspace_id, user_id, action, entity_type, entity_id)
SELECT md5('activity 1')::UUID, id, olga, 'created', 'productions', md5('Winter Tour')::UUID FROM ws ON CONFLICT DO NOTHING;

INSERT INTO comments (id, workspace_id, entity_type, entity_id, user_id, content, parent_comment_id)
SELECT md5('comment ' || c.n)::UUID, ws.id, 'productions', md5('Winter Tour')::UUID, ws.olga, c.content, c.answers
  FROM ws, (VALUES (1, 'Twelve cities?', NULL), (2, 'Thirteen, with Bergen.', md5('comment 1')::UUID)) AS c (n, content, answers)
ON CONFLICT DO NOTHING;

INSERT INTO analytics_events (id, workspace_id, user_id, name, occurred_at)
SELECT md5('event ' || n)::UUID, ws.id, ws.olga, 'page_view', TIMESTAMPTZ '2025-06-01' + n * INTERVAL '100 days' FROM ws, generate_series(1, 8) AS n
ON CONFLICT DO NOTHING;

DROP TABLE ws;

REFRESH MATERIALIZED VIEW workspace_finance_monthly;
