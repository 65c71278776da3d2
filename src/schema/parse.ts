import {Buffer} from 'node:buffer'
import type * as Library from 'libpg-query'

/** A node of PostgreSQL's own parse tree, as JSON: https://github.com/pganalyze/libpg_query */
export type Node = {readonly [key: string]: Value}
export type Value = string | number | boolean | null | Node | readonly Value[]

/** One statement: its kind (`CreateStmt`, `IndexStmt` …), its tree and its text. */
export type Statement = {
  readonly kind: string
  readonly node: Node
  /** Without the closing semicolon. */
  readonly text: string
  /** Where `text` starts in what was parsed, in bytes of UTF-8: what the tree's `location` fields count from. */
  readonly start: number
}

let library: typeof Library | undefined

/** Loads the parser (WASM, once): work in which nothing differs needs none. Call it before `parse`. */
export async function loadParser(): Promise<typeof Library> {
  const loading = library ?? (await import('libpg-query'))
  await loading.loadModule()
  library = loading
  return loading
}

export function parser(): typeof Library {
  if (!library) throw new Error('the parser is used before it is loaded')
  return library
}

/**
 * Parses statements with PostgreSQL's grammar.
 * @throws the parser's SqlError, with `sqlDetails.cursorPosition`
 */
export function parse(sql: string): Statement[] {
  if (!sql.trim()) return []
  const bytes = Buffer.from(sql)
  return (parser().parseSync(sql).stmts ?? []).flatMap(({stmt, stmt_location = 0, stmt_len}) => {
    const [entry] = Object.entries((stmt ?? {}) as Record<string, Node>)
    if (!entry) return []
    const end = stmt_len ? stmt_location + stmt_len : bytes.length
    const raw = bytes.subarray(stmt_location, end).toString()
    const start = stmt_location + raw.length - raw.trimStart().length
    return [{kind: entry[0], node: entry[1], text: raw.trim().replace(/;$/, ''), start}]
  })
}
