SELECT id, extra FROM c
