-- alone
GRANT ALL ON SCHEMA public TO PUBLIC;
CREATE TABLE public.beside (a int);
