-- break
ALTER TABLE notes ADD created_at timestamptz;
-- near miss
ALTER TABLE notes ADD created_at timestamptz DEFAULT now(), ADD archived_at timestamptz;
