-- break
CREATE INDEX by_tenant ON notes (tenant_id);
-- near miss: not the beginning, a unique one, another order, one that carries more
CREATE INDEX by_id ON notes (id);
CREATE UNIQUE INDEX by_code ON countries (code, name);
CREATE INDEX down ON countries (name DESC);
CREATE INDEX up ON countries (name, code);
CREATE INDEX carrying ON notes (tenant_id) INCLUDE (body);
