INSERT INTO p1 VALUES ('[1,2)', '[1,5)'); INSERT INTO p2 VALUES ('[2,3)', '[1,5)'); INSERT INTO p3 VALUES ('[3,4)', '[1,5)');
