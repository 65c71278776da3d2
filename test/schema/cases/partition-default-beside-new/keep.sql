SELECT k, v FROM m_rest ORDER BY k
