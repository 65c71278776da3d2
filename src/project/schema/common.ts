import * as v from 'valibot'

// A custom message says what was expected, without `Invalid …`: that is how ../explain.ts knows it.
export const text = v.pipe(v.string(), v.nonEmpty('some text'))
export const texts = v.array(text)

/** One path or several. */
export const paths = v.union([text, v.pipe(texts, v.minLength(1, 'at least one path'))], 'a path or a list of paths')

/** PostgreSQL's interval in words, as far as a config needs it: `30 days`, `1 year 6 months`. */
export const duration = v.pipe(
  v.string(),
  v.regex(
    /^\d+ (?:second|minute|hour|day|week|month|year)s?(?: \d+ (?:second|minute|hour|day|week|month|year)s?)*$/,
    'a duration such as "30 days"',
  ),
)

/** A table, with its schema or without: `tokens`, `auth.refresh_tokens`. */
export const table = text

const VARIABLE = /\$\{[^}]+\}/

/** The schema's values, or `${VAR}`, which is only known when the value is used. */
export const orVariable = <S extends v.GenericSchema>(schema: S, expected: string) =>
  v.union([schema, v.pipe(v.string(), v.regex(VARIABLE))], expected)
