-- break
ALTER TABLE notes ADD "readAt" timestamptz;
-- near miss
ALTER TABLE notes ADD line_2 text;
-- near miss: as the config has it
-- params: {"naming": "^[a-zA-Z]\\w*$"}
ALTER TABLE notes ADD "readAt" timestamptz;
