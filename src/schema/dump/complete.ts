const TOKEN =
  /'(?:[^']|'')*(?:'|$)|"[^"]*(?:"|$)|\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|--[^\n]*|\b[Ee]'(?:[^'\\]|\\.|'')*(?:'|$)/gs

/** Whether no quote is left open at the end of `text`, as pg_dump writes it (standard_conforming_strings on). */
export function isComplete(text: string): boolean {
  if (!text.includes("'") && !text.includes('$') && !text.includes('"')) return true
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const token = match[0]
    if (token.startsWith('--')) continue
    if (token.startsWith('$')) {
      // `$1$` cannot be a tag, but `a$b$` is an identifier: pg_dump quotes such names, so any tag here opens a string.
      const end = text.indexOf(token, TOKEN.lastIndex)
      if (end < 0) return false
      TOKEN.lastIndex = end + token.length
      continue
    }
    const quote = token.at(-1)
    if (token.length === 1 || (quote !== "'" && quote !== '"')) return false
  }
  return true
}
