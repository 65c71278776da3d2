SELECT o.id::text, a.email, a.name, o.total::text::numeric::int AS total, o.status::text FROM orders o, accounts a
