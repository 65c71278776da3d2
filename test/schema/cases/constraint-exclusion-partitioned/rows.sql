INSERT INTO p VALUES ('[1,2)', '[1,5)'), ('[2,3)', '[1,5)');
