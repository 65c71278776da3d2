import {Failure} from '../../failure.ts'
import {isServerError, type ServerError} from '../errors.ts'
import type {Batch} from './batch.ts'
import {type ExactPlace, offsetOfCharacter, placeAt} from './place.ts'
import {placeIn, type Statement} from './statement.ts'

/** What the server said about a batch, at the place in the file that it is about. */
export function sqlFailure(error: Error, batch: Batch, completed: number): Failure {
  if (!isServerError(error)) {
    const place = startOf(batch, completed)
    return new Failure('connection_lost', `the connection broke: ${error.message}`, {
      hint: 'is the server still there? pgplumb status',
      cause: error,
      ...(place && {place}),
    })
  }
  const place = placeOf(error, batch, completed)
  const detail = [error.detail, error.where && `where: ${error.where}`].filter(Boolean).join('\n')
  const hint = hintFor(error) ?? error.hint
  return new Failure('sql_error', error.message, {
    ...(detail && {detail}),
    ...(hint && {hint}),
    ...(place && {place}),
    cause: error,
  })
}

function placeOf(error: ServerError, batch: Batch, completed: number): ExactPlace | undefined {
  if (error.position) {
    const offset = offsetOfCharacter(batch.text, Number(error.position) - 1)
    const index = batch.offsets.findLastIndex((start) => start <= offset)
    const statement = batch.statements[index]
    if (statement) return placeIn(statement, offset - (batch.offsets[index] ?? 0))
  }
  const statement = batch.statements[completed]
  if (!statement || !error.where) return startOf(batch, completed)
  return dataPlace(statement, error.where) ?? bodyPlace(statement, error.where) ?? startOf(batch, completed)
}

/** `COPY t, line 3, column x: …` names a line of the data. */
function dataPlace(statement: Statement, where: string): ExactPlace | undefined {
  if (statement.kind !== 'copy') return undefined
  const line = /^COPY .*?, line (\d+)/.exec(where)?.[1]
  const source = statement.pieces[0]?.source
  if (!line || !source) return undefined
  let offset = 0
  for (let n = 1; n < statement.dataLine + Number(line) - 1; n++) offset = source.text.indexOf('\n', offset) + 1
  return placeAt(source.file, source.text, offset)
}

/** `PL/pgSQL function inline_code_block line 3 at RAISE` names a line of a DO body; the outermost frame comes last. */
function bodyPlace(statement: Statement, where: string): ExactPlace | undefined {
  const line = /inline_code_block\D+(\d+)[^\n]*$/.exec(where)?.[1]
  const body = /\$\w*\$|'/.exec(statement.text)
  if (!line || !body || !/^do\b/i.test(statement.text)) return undefined
  let offset = body.index + body[0].length
  for (let n = 1; n < Number(line); n++) offset = statement.text.indexOf('\n', offset) + 1
  offset += /^\s*/.exec(statement.text.slice(offset))?.[0].length ?? 0
  return placeIn(statement, offset)
}

function startOf(batch: Batch, index: number): ExactPlace | undefined {
  const statement = batch.statements[index]
  return statement && placeIn(statement, 0)
}

function hintFor({code, message}: ServerError): string | undefined {
  switch (code) {
    case '25001':
      return 'it cannot run in a transaction, and a schema is applied in one: leave it out, or use a migration that runs without'
    case '25P02':
      return 'an earlier statement of the transaction failed'
    case '0A000':
      return /^extension .* is not available$/.test(message)
        ? "the server lacks its files; an embedded one has only the extensions that come with PostgreSQL: use server: docker with an image that has this one, or a server's url"
        : undefined
    default:
      return undefined
  }
}
