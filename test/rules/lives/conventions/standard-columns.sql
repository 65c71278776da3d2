-- break
-- params: {"standard_columns": "[{\"tables\": \"public.*\", \"except\": [\"public.events*\", \"public.tenants\"], \"columns\": {\"id\": \"bigint\"}}]"}
ALTER TABLE countries ADD id bigint;
ALTER TABLE notes ALTER id DROP IDENTITY, ALTER id TYPE int;
-- break
-- params: {"standard_columns": "[{\"tables\": \"public.countries\", \"except\": [], \"columns\": {\"created_on\": \"date\"}}]"}
-- near miss: tables of another pattern, and any type
-- params: {"standard_columns": "[{\"tables\": \"other.*\", \"except\": [], \"columns\": {\"id\": \"bigint\"}}, {\"tables\": \"public.notes\", \"except\": [], \"columns\": {\"body\": null}}]"}
