-- The five core roles. The application relies on them; they belong into every database.
INSERT INTO roles (name, description) VALUES
    ('admin',      'Full system access and user management'),
    ('manager',    'Full data access, manages work orders and technicians'),
    ('dispatcher', 'Medium access, assigns and schedules work orders'),
    ('technician', 'Limited access, updates assigned work orders'),
    ('client',     'Basic access, submits and tracks service requests')
ON CONFLICT (name) DO NOTHING;
