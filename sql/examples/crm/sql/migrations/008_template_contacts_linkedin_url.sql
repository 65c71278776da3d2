-- WHAT: contacts.linkedin_url, in the template
-- WHY:  new tenants are copies of it; those that are there get the column by `pgplumb tenant migrate`

SET LOCAL search_path = template;
\ir ../tenant-migrations/001_contacts_linkedin_url.sql
