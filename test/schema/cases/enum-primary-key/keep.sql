SELECT p.k::text, c.k::text AS ck FROM p LEFT JOIN c USING (k) ORDER BY 1
