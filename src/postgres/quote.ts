import pg from 'pg'

/** Quotes an identifier. Every identifier that goes into SQL text goes through here. */
export const quoteIdent = (name: string): string => pg.escapeIdentifier(name)

/** Quotes a string constant. Use a bound parameter where the statement takes one. */
export const quoteLiteral = (value: string): string => pg.escapeLiteral(value)

/** `"schema"."name"`. */
export const quoteQualified = (schema: string, name: string): string => `${quoteIdent(schema)}.${quoteIdent(name)}`
