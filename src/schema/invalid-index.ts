import type pg from 'pg'
import type {Step} from '../plan.ts'

const NAME = String.raw`(?:"(?:[^"]|"")+"|[^\s".(]+)`
const BUILD = new RegExp(
  String.raw`^CREATE (?:UNIQUE )?INDEX CONCURRENTLY (${NAME}) ON (?:ONLY )?(${NAME})\.${NAME}`,
  's',
)

/** The index that a step builds CONCURRENTLY, as SQL names it. */
function builds({sql}: Step): string | null {
  const [, index, schema] = BUILD.exec(sql) ?? []
  return index && schema ? `${schema}.${index}` : null
}

/** What a step that failed leaves behind, said for a person; empty where it leaves nothing. */
export function leavesInvalid(step: Step): string {
  const index = builds(step)
  return index ? `the index ${index} may be there, INVALID: the next run drops it and builds it again` : ''
}

/** Drops the index that a try left INVALID, so that the next can build it. */
export async function dropInvalid(client: pg.Client, step: Step): Promise<void> {
  const index = builds(step)
  if (!index) return
  const {rows} = await client.query<{invalid: boolean}>(
    'SELECT NOT (indisvalid AND indisready) AS invalid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass($1)',
    [index],
  )
  if (rows[0]?.invalid) await client.query(`DROP INDEX CONCURRENTLY ${index}`)
}
