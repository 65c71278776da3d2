SELECT a::text FROM "x; Type: TABLE; Schema: y; Owner: z"
