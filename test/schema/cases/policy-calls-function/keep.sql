SELECT id::text, org::text FROM docs
