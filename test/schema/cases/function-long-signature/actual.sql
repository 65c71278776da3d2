CREATE TYPE mood_of_a_person AS ENUM ('happy', 'sad');
CREATE TABLE people_of_the_world (id int PRIMARY KEY, mood mood_of_a_person);
CREATE FUNCTION greet(timestamp with time zone, character varying, mood_of_a_person, people_of_the_world) RETURNS text LANGUAGE sql AS 'SELECT ''hello''';
CREATE VIEW greetings AS SELECT greet(now(), 'x', mood, p) AS said FROM people_of_the_world AS p;
ALTER TABLE people_of_the_world ADD CONSTRAINT people_of_the_world_have_but_one_mood_at_a_time UNIQUE (mood, id);
CREATE TABLE moods_of_people (id int, mood mood_of_a_person, CONSTRAINT moods_of_people_are_those_of_the_people_of_the_world FOREIGN KEY (mood, id) REFERENCES people_of_the_world (mood, id));
