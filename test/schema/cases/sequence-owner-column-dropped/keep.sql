SELECT last_value FROM s
