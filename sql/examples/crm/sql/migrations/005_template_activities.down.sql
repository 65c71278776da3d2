-- Loses the activities of the template, which has none; those of tenants stay.
DROP TABLE IF EXISTS template.activities;
