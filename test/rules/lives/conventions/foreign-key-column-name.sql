-- break
CREATE TABLE companies (id bigint PRIMARY KEY);
CREATE TABLE offices (id bigint PRIMARY KEY, company bigint REFERENCES companies);
COMMENT ON TABLE companies IS 'All.';
COMMENT ON TABLE offices IS 'All.';
-- near miss: the role it plays, who did it, and a natural key
CREATE TABLE companies (id bigint PRIMARY KEY, parent_id bigint REFERENCES companies);
CREATE TABLE offices (id bigint PRIMARY KEY, company_id bigint REFERENCES companies, owner_company_id bigint REFERENCES companies,
  created_by bigint REFERENCES companies, country varchar(2) REFERENCES countries);
COMMENT ON TABLE companies IS 'All.';
COMMENT ON TABLE offices IS 'All.';
