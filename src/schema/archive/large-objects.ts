import type pg from 'pg'
import type {Draft} from './toc.ts'

const SLICE = 1 << 20

/** An entry for each large object, and one for what is in them all. */
export async function largeObjectDrafts(client: pg.Client): Promise<readonly Draft[]> {
  const {rows} = await client.query<{oid: string; owner: string}>(
    `SELECT m.oid::text, pg_catalog.pg_get_userbyid(m.lomowner)::text AS owner FROM pg_catalog.pg_largeobject_metadata m ORDER BY m.oid`,
  )
  if (rows.length === 0) return []
  const each = rows.map(
    ({oid, owner}): Draft => ({
      type: 'BLOB',
      tag: oid,
      schema: null,
      owner,
      section: 'before the rows',
      sql: `SELECT pg_catalog.lo_create('${oid}');\n`,
      dropSql: `SELECT pg_catalog.lo_unlink('${oid}');\n`,
    }),
  )
  return [...each, {type: 'BLOBS', tag: 'BLOBS', schema: null, owner: '', section: 'rows', sql: '', hasData: true}]
}

/** What large objects hold, in slices. */
export async function* largeObjects(
  client: pg.Client,
): AsyncGenerator<{readonly oid: number; readonly data: AsyncIterable<Buffer>}, void, undefined> {
  const {rows} = await client.query<{oid: number}>(
    `SELECT oid::int8::float8 AS oid FROM pg_catalog.pg_largeobject_metadata ORDER BY oid`,
  )
  for (const {oid} of rows) yield {oid, data: slices(client, oid)}
}

async function* slices(client: pg.Client, oid: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; ; at += SLICE) {
    const {rows} = await client.query<{data: Buffer}>('SELECT pg_catalog.lo_get($1, $2, $3) AS data', [oid, at, SLICE])
    const data = rows[0]?.data
    if (!data?.length) return
    yield data
  }
}
