INSERT INTO "x; Type: TABLE; Schema: y; Owner: z" VALUES (1);
