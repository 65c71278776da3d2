-- Loses the addresses.
ALTER TABLE template.contacts DROP COLUMN IF EXISTS linkedin_url;
