SELECT posts.id, author, usr FROM posts, likes
