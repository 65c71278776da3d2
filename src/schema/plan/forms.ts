/** Pieces of patterns for the statements of plans, whose form is always the same. */
export const PART = String.raw`(?:"(?:[^"]|"")+"|[^\s".(;,]+)`
export const NAME = String.raw`(${PART}(?:\.${PART})*)`
/** Has the table as a group. */
export const TABLE = String.raw`ALTER (?:FOREIGN )?TABLE (?:ONLY )?${NAME}\s+`
export const COLUMN = `${TABLE}ALTER COLUMN ${PART} `

export const starts = (pattern: string): RegExp => new RegExp(`^${pattern}`, 's')
