CREATE TABLE accounts (id bigserial PRIMARY KEY, email varchar(255) NOT NULL, name varchar(100), created timestamp DEFAULT now());
CREATE UNIQUE INDEX accounts_email ON accounts (email);
CREATE TABLE orders (id serial PRIMARY KEY, account bigint NOT NULL REFERENCES accounts, status varchar(20) DEFAULT 'new', total float, meta json, note text);
CREATE VIEW open_orders AS SELECT o.id, a.email, o.total FROM orders o JOIN accounts a ON a.id = o.account WHERE o.status = 'new';
