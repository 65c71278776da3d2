-- Loses the addresses.
ALTER TABLE contacts DROP COLUMN IF EXISTS linkedin_url;
