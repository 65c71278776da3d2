/** Quotes an identifier. Every identifier that goes into SQL text goes through here. */
export const quoteIdent = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Quotes a string constant, whatever standard_conforming_strings is. Use a bound parameter where the statement takes
 * one. https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS
 */
export function quoteLiteral(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`
  return value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

/** `"schema"."name"`. */
export const quoteQualified = (schema: string, name: string): string => `${quoteIdent(schema)}.${quoteIdent(name)}`
