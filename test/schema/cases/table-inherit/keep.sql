SELECT a, b, x FROM c
