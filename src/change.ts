/** One object that is missing, extra or altered in ACTUAL, seen from EXPECTED. */
export type Change = {
  /** pg_dump's word for the kind, in lower case: `table`, `index`, `fk constraint`, `row security` … */
  readonly kind: string
  /** The qualified name, as in SQL: `public.users`, `public.users.users_email_key`, `public.f(integer)`. */
  readonly identity: string
  readonly change: 'missing' | 'extra' | 'altered'
  /** True where the difference has no meaning to a query, e.g. the order of columns. */
  readonly cosmetic: boolean
  /** What differs, a line each, for a person: `column email: varchar(254) is expected, varchar(255) found`. */
  readonly details: readonly string[]
  /** The definition as SQL; null where the object does not exist on that side. */
  readonly actual: string | null
  readonly expected: string | null
}

/** What a comparison was between, as a person named it. Never holds a password. */
export type SourceName = {
  /** `dev`, `sql/schema.sql`, `postgres://app@db.example.com/crm` … */
  readonly name: string
  readonly kind: 'database' | 'url' | 'file' | 'migrations' | 'master' | 'tenant'
  /** The server's version (`18.4`), or null where the source is text. */
  readonly serverVersion: string | null
}

/** What `drift --json` prints. `drifted` is true where a change is not cosmetic. */
export type Drift = {
  readonly drifted: boolean
  readonly actual: SourceName
  readonly expected: SourceName
  readonly changes: readonly Change[]
  /** Objects that the config says may differ, and that do not differ any more; absent where there are none. */
  readonly unusedIgnores?: readonly {readonly object: string; readonly reason: string}[]
  /** How many differences a baseline says are known; they are not among `changes`. Absent without one. */
  readonly known?: number
  /** What the baseline says is known, but differs no more, or in another way. */
  readonly staleKnown?: readonly Pick<Change, 'kind' | 'identity' | 'change' | 'details'>[]
}
