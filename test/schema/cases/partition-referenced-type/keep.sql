SELECT id::text, k FROM c ORDER BY k
