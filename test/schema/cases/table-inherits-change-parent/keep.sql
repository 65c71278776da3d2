SELECT a::bigint, x FROM c
