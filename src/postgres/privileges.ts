/** What may be granted on: a schema, or the kinds of objects in it. */
export type Grantable = 'schema' | 'tables' | 'sequences' | 'functions'

/** PostgreSQL's words, as a config has them. MAINTAIN came with PostgreSQL 17. */
export const PRIVILEGES = {
  schema: ['usage', 'create'],
  tables: ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'],
  sequences: ['usage', 'select', 'update'],
  functions: ['execute'],
} as const satisfies Record<Grantable, readonly string[]>

/** Of the config's words, where `all` stands for all, those that a server of this version knows, as its catalogs call them. */
export const privilegesOn = (kind: Grantable, words: readonly string[], version: number): readonly string[] =>
  (words.includes('all') ? PRIVILEGES[kind] : words)
    .filter((privilege) => privilege !== 'maintain' || version >= 170_000)
    .map((privilege) => privilege.toUpperCase())
