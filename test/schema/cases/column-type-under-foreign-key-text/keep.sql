SELECT p_id::text FROM c JOIN p ON id = p_id
