-- WHAT: contacts.linkedin_url
-- WHY:  sales representatives look people up before they call

ALTER TABLE contacts ADD COLUMN IF NOT EXISTS linkedin_url VARCHAR(255);
