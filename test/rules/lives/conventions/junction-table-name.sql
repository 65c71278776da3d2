-- break
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE roles (id bigint PRIMARY KEY);
CREATE TABLE assignments (user_id bigint REFERENCES users, role_id bigint REFERENCES roles, created_at timestamptz DEFAULT now(), PRIMARY KEY (user_id, role_id));
COMMENT ON TABLE users IS 'All.'; COMMENT ON TABLE roles IS 'All.'; COMMENT ON TABLE assignments IS 'All.';
-- near miss: named after both, in either order; and a thing of its own
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE roles (id bigint PRIMARY KEY);
CREATE TABLE user_roles (user_id bigint REFERENCES users, role_id bigint REFERENCES roles, PRIMARY KEY (user_id, role_id));
CREATE TABLE roles_users (user_id bigint REFERENCES users, role_id bigint REFERENCES roles, PRIMARY KEY (user_id, role_id));
CREATE TABLE memberships (user_id bigint REFERENCES users, role_id bigint REFERENCES roles, invited_by text, PRIMARY KEY (user_id, role_id));
COMMENT ON TABLE users IS 'All.'; COMMENT ON TABLE roles IS 'All.'; COMMENT ON TABLE user_roles IS 'All.';
COMMENT ON TABLE roles_users IS 'All.'; COMMENT ON TABLE memberships IS 'All.';
