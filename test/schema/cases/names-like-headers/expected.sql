CREATE TABLE "x; Type: TABLE; Schema: y; Owner: z" (a bigint, "b; c" int DEFAULT 1);
CREATE TABLE "-- Name: q; Type: VIEW; Schema: -; Owner: -" (a int PRIMARY KEY);
CREATE VIEW "v; --" AS SELECT a FROM "x; Type: TABLE; Schema: y; Owner: z";
COMMENT ON COLUMN "x; Type: TABLE; Schema: y; Owner: z"."b; c" IS 'b; -- Name: c; Type: TABLE; Schema: d; Owner: e';
