-- break
CREATE TABLE "Odd name" (tenant_id uuid, "b;c" int);
-- near miss: no tenant column, only one that sounds like it
CREATE TABLE plans (id int, tenant text);
