-- WHAT: work orders, and two views of those that are open
-- WHY:  jobs at the clients are what TrossApp is for

CREATE TABLE IF NOT EXISTS work_orders (
    id              SERIAL PRIMARY KEY,
    title           VARCHAR(255) NOT NULL,
    description     TEXT,
    status          VARCHAR(20) NOT NULL DEFAULT 'pending',
    priority        VARCHAR(10) NOT NULL DEFAULT 'normal',
    client_id       INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    technician_id   INTEGER REFERENCES users (id) ON DELETE SET NULL,
    created_by      INTEGER REFERENCES users (id) ON DELETE SET NULL,
    scheduled_start TIMESTAMP,
    scheduled_end   TIMESTAMP,
    completed_at    TIMESTAMP,
    is_active       BOOLEAN DEFAULT true,
    created_at      TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at      TIMESTAMP DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT work_orders_status_check
        CHECK (status IN ('pending', 'assigned', 'in_progress', 'completed', 'cancelled')),
    CONSTRAINT work_orders_priority_check
        CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    CONSTRAINT work_orders_schedule_check
        CHECK (scheduled_end > scheduled_start),
    CONSTRAINT work_orders_completed_check
        CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);

CREATE INDEX IF NOT EXISTS idx_work_orders_client_id ON work_orders (client_id);
CREATE INDEX IF NOT EXISTS idx_work_orders_technician_id ON work_orders (technician_id);
CREATE INDEX IF NOT EXISTS idx_work_orders_created_by ON work_orders (created_by);
CREATE INDEX IF NOT EXISTS idx_work_orders_active ON work_orders (is_active);

-- What dispatchers look at all day is a small part of the table.
CREATE INDEX IF NOT EXISTS idx_work_orders_open ON work_orders (scheduled_start)
    WHERE is_active AND status IN ('pending', 'assigned', 'in_progress');

DROP TRIGGER IF EXISTS update_work_orders_updated_at ON work_orders;
CREATE TRIGGER update_work_orders_updated_at
    BEFORE UPDATE ON work_orders
    FOR EACH ROW
    EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE  work_orders               IS 'A job at a client''s: requested, scheduled, done';
COMMENT ON COLUMN work_orders.title         IS 'What people call the job, in place of a name';
COMMENT ON COLUMN work_orders.status        IS 'pending, assigned, in_progress, completed or cancelled';
COMMENT ON COLUMN work_orders.priority      IS 'low, normal, high or urgent';
COMMENT ON COLUMN work_orders.client_id     IS 'Who it is for';
COMMENT ON COLUMN work_orders.technician_id IS 'Who does it; null until a dispatcher assigns it';
COMMENT ON COLUMN work_orders.created_by    IS 'Who entered it: the client, or staff on the telephone';
COMMENT ON COLUMN work_orders.completed_at  IS 'Set if and only if status is completed';

CREATE OR REPLACE VIEW active_work_orders AS
SELECT
    w.id,
    w.title,
    w.status,
    w.priority,
    w.scheduled_start,
    w.scheduled_end,
    w.technician_id,
    t.email AS technician_email,
    w.client_id,
    c.email AS client_email
FROM work_orders w
JOIN users c ON c.id = w.client_id
LEFT JOIN users t ON t.id = w.technician_id
WHERE w.is_active
  AND w.status NOT IN ('completed', 'cancelled');

COMMENT ON VIEW active_work_orders IS 'What is still to be done, with the people concerned';

CREATE OR REPLACE VIEW technician_workload AS
SELECT
    u.id AS technician_id,
    u.email,
    count(a.id) AS open_orders,
    count(a.id) FILTER (WHERE a.priority = 'urgent') AS urgent_orders,
    min(a.scheduled_start) AS next_start
FROM users u
JOIN roles r ON r.id = u.role_id AND r.name = 'technician'
LEFT JOIN active_work_orders a ON a.technician_id = u.id
WHERE u.is_active
GROUP BY u.id, u.email;

COMMENT ON VIEW technician_workload IS 'How busy each technician is, idle ones included';
