import {loadModule, type Node, parseSync} from 'libpg-query'

let loading: Promise<void> | undefined

/** Loads PostgreSQL's parser (WASM), once. */
export function parserLoaded(): Promise<void> {
  loading ??= loadModule()
  return loading
}

/** The tree of an expression as the server prints it; null where the parser does not know it. Load the parser before. */
export function parseExpression(text: string): Node | null {
  try {
    const stmt = parseSync(`SELECT ${text}`).stmts?.[0]?.stmt
    const target = stmt && 'SelectStmt' in stmt ? stmt.SelectStmt.targetList?.[0] : undefined
    return target && 'ResTarget' in target ? (target.ResTarget.val ?? null) : null
  } catch {
    // A later server's syntax: the rules that read trees have nothing to say about it.
    return null
  }
}
