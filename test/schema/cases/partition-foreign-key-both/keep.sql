SELECT a_id, k FROM b
