INSERT INTO people_of_the_world VALUES (1, 'happy');
