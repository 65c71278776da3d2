-- alone
CREATE TABLE public.beside (a int);
