-- break
CREATE TABLE invoice (id bigint PRIMARY KEY);
COMMENT ON TABLE invoice IS 'What is to be paid.';
-- break
CREATE TABLE company_address (id bigint PRIMARY KEY);
COMMENT ON TABLE company_address IS 'Where they are.';
-- near miss: plurals, and words without one
CREATE TABLE people (id bigint PRIMARY KEY);
CREATE TABLE addresses (id bigint PRIMARY KEY);
CREATE TABLE order_history (id bigint PRIMARY KEY);
COMMENT ON TABLE people IS 'All.';
COMMENT ON TABLE addresses IS 'All.';
COMMENT ON TABLE order_history IS 'All.';
-- near miss: any number will do
-- params: {"table_number": null}
CREATE TABLE invoice (id bigint PRIMARY KEY);
COMMENT ON TABLE invoice IS 'What is to be paid.';
