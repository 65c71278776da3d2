-- What there is before each of the rules' examples: tables in use.
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id bigint NOT NULL,
  email varchar(100) CONSTRAINT customers_email CHECK (email <> ''),
  name text,
  note text DEFAULT ''
);
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY customers_tenant ON customers USING (tenant_id = current_setting('app.tenant_id')::bigint);

CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id bigint NOT NULL,
  customer_id bigint,
  number varchar(20),
  state text,
  total numeric(10, 2),
  placed_at timestamptz
);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY orders_tenant ON orders USING (tenant_id = current_setting('app.tenant_id')::bigint);
CREATE INDEX orders_state ON orders (state);

CREATE TABLE archive (id bigint PRIMARY KEY, customer_id bigint, total numeric(10, 2));
CREATE TABLE countries (code text NOT NULL, name text);

CREATE TABLE events (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 (id bigint, at timestamptz NOT NULL);

CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE diary (id bigint PRIMARY KEY, mood mood);
CREATE DOMAIN quantity AS integer;
CREATE TABLE stock (id bigint PRIMARY KEY, quantity quantity);

CREATE MATERIALIZED VIEW order_totals AS SELECT state, sum(total) AS total FROM orders GROUP BY state;
CREATE UNIQUE INDEX order_totals_state ON order_totals (state);

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
