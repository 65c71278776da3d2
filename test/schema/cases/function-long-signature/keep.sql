SELECT id, mood::text FROM people_of_the_world
