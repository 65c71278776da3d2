-- break
GRANT SELECT ON countries TO :app WITH GRANT OPTION;
-- near miss
GRANT SELECT ON countries TO :other WITH GRANT OPTION;
