/** One object of a schema, as pg_dump prints it: identity from the `-- Name: …` header, definition from the text under it. */
export type Entry = {
  /** pg_dump's own word: `TABLE`, `INDEX`, `FK CONSTRAINT`, `ROW SECURITY`, `ACL` … */
  readonly type: string
  /** Null for what lives in no schema. */
  readonly schema: string | null
  /** pg_dump's tag: `users`, `f(integer)`, `users users_pkey` (table and constraint), `COLUMN users.email` (of a comment). */
  readonly tag: string
  readonly owner: string | null
  /** The SQL, without the `ALTER … OWNER TO`. */
  readonly text: string
}

/** All objects of a database, in the order in which pg_dump would create them. */
export type Schema = {
  /** `18.4` */
  readonly serverVersion: string | null
  readonly entries: ReadonlyMap<string, Entry>
}

/** What identifies an object across two schemas. */
export const keyOf = (entry: Pick<Entry, 'type' | 'schema' | 'tag'>): string =>
  `${entry.type}\n${entry.schema ?? ''}\n${entry.tag}`

/** Collects entries under their keys. Two of one key (hostile names) get a number each, in the order of the dump. */
export function collect(entries: Iterable<Entry>): Map<string, Entry> {
  const map = new Map<string, Entry>()
  for (const entry of entries) {
    let key = keyOf(entry)
    for (let n = 2; map.has(key); n++) key = `${keyOf(entry)}\n${n}`
    map.set(key, entry)
  }
  return map
}
