SELECT at::text, id FROM m_old
