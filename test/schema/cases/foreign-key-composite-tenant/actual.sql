CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE users (id int PRIMARY KEY, tenant int NOT NULL REFERENCES tenants);
CREATE TABLE posts (id int PRIMARY KEY, tenant int NOT NULL, author int NOT NULL REFERENCES users);
CREATE TABLE likes (post int REFERENCES posts, usr int REFERENCES users, PRIMARY KEY (post, usr));
