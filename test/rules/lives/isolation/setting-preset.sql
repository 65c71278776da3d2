-- break
ALTER ROLE :app SET app.tenant_id = 'c0ffee00-0000-0000-0000-000000000001';
-- near miss: another setting, another role
ALTER ROLE :app SET app.locale = 'de';
ALTER ROLE :other SET app.tenant_id = 'c0ffee00-0000-0000-0000-000000000001';
