import {readFileSync} from 'node:fs'
import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteLiteral} from '../postgres/quote.ts'
import {readScript} from '../postgres/script/read.ts'
import {placeIn, type Statement} from '../postgres/script/statement.ts'
import {loadParser} from '../schema/parse.ts'
import {tokensOf} from './rewrite/tokens.ts'

/** A statement with its parameters: `$1` is the first of `names`. */
type Prepared = {readonly text: string; readonly names: readonly string[]; readonly statement: Statement}

/** An SQL file with parameters, read once. */
export type AdminSql = {readonly file: string; readonly statements: readonly Prepared[]}

/**
 * Reads a file in which `:'email'` stands for a value, as in psql; the values are bound, and never part of the SQL.
 * @throws Failure `no_file`, and those of `readScript`
 */
export async function readAdminSql(file: string): Promise<AdminSql> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Failure('no_file', `cannot read ${file}, which the config says is to run in a new tenant`, {
      place: {file},
      cause,
    })
  }
  await loadParser()
  return {file, statements: [...readScript(text, {file})].map(prepare)}
}

/** The file's SQL with constants in place of its parameters; null where it wants others than these. */
export async function filledAdminSql(text: string, values: Readonly<Record<string, string>>): Promise<string | null> {
  await loadParser()
  const bytes = Buffer.from(text)
  const tokens = tokensOf(bytes)
  let filled = ''
  let at = 0
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    if (token.name !== 'SCONST' || before?.text !== ':' || before.end !== token.start) continue
    const value = values[token.text.slice(1, -1)]
    if (value === undefined) return null
    filled += `${bytes.subarray(at, before.start).toString()}${quoteLiteral(value)}`
    at = token.end
  }
  return filled + bytes.subarray(at).toString()
}

function prepare(statement: Statement): Prepared {
  const bytes = Buffer.from(statement.text)
  const tokens = tokensOf(bytes)
  const names: string[] = []
  let text = ''
  let at = 0
  tokens.forEach((token, index) => {
    const before = tokens[index - 1]
    if (token.name !== 'SCONST' || before?.text !== ':' || before.end !== token.start) return
    const name = token.text.slice(1, -1)
    const known = names.indexOf(name)
    if (known < 0) names.push(name)
    text += `${bytes.subarray(at, before.start).toString()}$${known < 0 ? names.length : known + 1}`
    at = token.end
  })
  return {text: text + bytes.subarray(at).toString(), names, statement}
}

/**
 * Refuses where a value is missing, before anything is done.
 * @throws Failure `missing_parameter`
 */
export function checkParameters({file, statements}: AdminSql, values: Readonly<Record<string, string>>): void {
  const missing = [...new Set(statements.flatMap(({names}) => names))].filter((name) => !Object.hasOwn(values, name))
  if (missing.length === 0) return
  throw new Failure('missing_parameter', `${file} needs ${missing.map((name) => `:'${name}'`).join(', ')}`, {
    hint: 'give it in --from-file, as a key of the tenant; or with --param name=value',
  })
}

/** @throws Failure `admin_sql_failed`, with the place */
export async function runAdminSql(
  client: pg.Client,
  {statements}: AdminSql,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  for (const {text, names, statement} of statements)
    try {
      await client.query(
        text,
        names.map((name) => values[name]),
      )
    } catch (error) {
      if (!isServerError(error)) throw error
      throw new Failure('admin_sql_failed', error.message, {
        place: placeIn(statement, 0),
        ...(error.detail ? {detail: error.detail} : {}),
        cause: error,
      })
    }
}
