SELECT id::text, v, w FROM c
