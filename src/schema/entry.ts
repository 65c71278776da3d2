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

/** An object on one side: its own entry, then those that belong to it. Empty where it does not exist. */
export type Part = readonly Entry[]

/** All objects of a database, in the order in which pg_dump would create them. */
export type Schema = {
  /** `18.4` */
  readonly serverVersion: string | null
  readonly entries: ReadonlyMap<string, Entry>
}

/** Whether the text is a comment and no SQL: of the schema `public`, pg_dump says so that its owner was changed. */
export const isOnlyOwned = ({type, text}: Entry): boolean => type === 'SCHEMA' && /^(?:--.*\n?)*$/.test(text)

/** What identifies an object across two schemas. */
export const keyOf = (entry: Pick<Entry, 'type' | 'schema' | 'tag'>): string =>
  `${entry.type}\n${entry.schema ?? ''}\n${entry.tag}`

/**
 * Collects entries under their keys. Default privileges of several roles have one tag: those of the role that owns
 * most keep it, and do not name it, for that role has another name on another server. Two of one key (hostile names)
 * get a number each.
 */
export function collect(entries: readonly Entry[]): Map<string, Entry> {
  const owner = mainOwner(entries)
  const map = new Map<string, Entry>()
  for (const each of entries) {
    const ofOther = each.type === 'DEFAULT ACL' && each.owner !== owner
    const entry = each.type === 'DEFAULT ACL' && !ofOther ? {...each, text: forWhoeverRuns(each.text)} : each
    const base = ofOther ? `${keyOf(entry)}\n${entry.owner}` : keyOf(entry)
    let key = base
    for (let n = 2; map.has(key); n++) key = `${base}\n${n}`
    map.set(key, entry)
  }
  return map
}

const ROLE = /"(?:[^"]|"")+"|[^\s";]+/.source
const OF_A_ROLE = new RegExp(
  `^(ALTER DEFAULT PRIVILEGES) FOR ROLE (${ROLE})( .*? (?:TO|FROM) )(${ROLE})( WITH GRANT OPTION)?;$`,
  'gm',
)

/** Default privileges of a role as statements that the role itself can run, under whatever name. */
const forWhoeverRuns = (text: string): string =>
  text.replace(
    OF_A_ROLE,
    (_, head: string, role: string, what: string, grantee: string, option = '') =>
      `${head}${what}${grantee === role ? 'CURRENT_USER' : grantee}${option};`,
  )

/** The same statements for a role by name. */
export const forRole = (sql: string, role: string): string =>
  sql.replace(
    /^ALTER DEFAULT PRIVILEGES (?!FOR )(.*?)( (?:TO|FROM) CURRENT_USER)?( WITH GRANT OPTION)?$/s,
    (_, what: string, own?: string, option = '') =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${role} ${what}${own?.replace('CURRENT_USER', role) ?? ''}${option}`,
  )

/** The role that owns most objects. */
export function mainOwner(entries: Iterable<Entry>): string | null {
  const counts = new Map<string, number>()
  for (const {owner, type} of entries)
    if (owner !== null && type !== 'DEFAULT ACL') counts.set(owner, (counts.get(owner) ?? 0) + 1)
  let most: [string | null, number] = [null, 0]
  for (const [owner, count] of counts) if (count > most[1]) most = [owner, count]
  return most[0]
}
