CREATE SCHEMA full_house;
