CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE users (id int, tenant int NOT NULL REFERENCES tenants, PRIMARY KEY (tenant, id), UNIQUE (id));
CREATE TABLE posts (id int UNIQUE, tenant int NOT NULL, author int NOT NULL, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, author) REFERENCES users ON DELETE CASCADE);
CREATE TABLE likes (post int REFERENCES posts (id), usr int REFERENCES users (id), PRIMARY KEY (usr, post));
