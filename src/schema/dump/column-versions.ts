const SET = /^(ALTER .* ALTER COLUMN .* SET )\((.*)\);$/gm
const MARK = 'pg_attver='

/**
 * Newer minor releases of the server keep a mark of when a column was defined among its options. It differs from one
 * database to the next, and no other server takes it: newer releases of pg_dump leave it out, and for older ones we do.
 */
export function withoutColumnVersions(text: string): string {
  if (!text.includes(MARK)) return text
  return text
    .replaceAll(SET, (statement, head: string, options: string) => {
      const kept = options.split(', ').filter((option) => !option.startsWith(MARK))
      if (kept.length === options.split(', ').length) return statement
      return kept.length ? `${head}(${kept.join(', ')});` : ''
    })
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
