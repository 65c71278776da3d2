CREATE TABLE "x; Type: TABLE; Schema: y; Owner: z" (a int);
CREATE TABLE "-- Name: q; Type: VIEW; Schema: -; Owner: -" (a int);
CREATE VIEW "v; --" AS SELECT a FROM "x; Type: TABLE; Schema: y; Owner: z";
