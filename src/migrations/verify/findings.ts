import type {Change} from '../../change.ts'
import {Failure} from '../../failure.ts'
import type {Finding, Severity} from '../../finding.ts'
import {isServerError} from '../../postgres/errors.ts'
import {placeIn} from '../../postgres/script/statement.ts'
import {BatchError} from '../batch.ts'
import type {Migration, SourceFile} from '../files.ts'

export const VERIFY_RULES = [
  'migration-fails',
  'migration-not-idempotent',
  'migration-down-incomplete',
  'migration-header',
  'migration-not-verified',
] as const
export type Rule = (typeof VERIFY_RULES)[number]

type More = {readonly line?: number | null; readonly cure?: string; readonly severity?: Severity; readonly key?: string}

/** A promise that a file breaks, and how. */
export const broken = (
  rule: Rule,
  migration: Migration,
  source: SourceFile,
  message: string,
  more: More = {},
): Finding => ({
  rule,
  severity: more.severity ?? 'error',
  object: {kind: 'migration', identity: `${migration.version} ${migration.name}`.trim()},
  file: source.path,
  line: more.line ?? null,
  message,
  cure: more.cure ?? null,
  sql: null,
  key: `${source.file}${more.key ? ` ${more.key}` : ''}`,
})

/** What differs, in a line: the first few, and how many more. */
export function described(changes: readonly Change[]): string {
  const shown = changes.slice(0, MOST).map(({kind, identity, change, details}) => {
    const how = details.length > 0 ? `${change} (${details.join('; ')})` : change
    return `${kind} ${identity} is ${how}`
  })
  const more = changes.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join('; ')
}

const MOST = 5

/** The server's words and the line in the file. */
export function reasonOf(error: unknown): {
  readonly message: string
  readonly line: number | null
  readonly code: string
} {
  if (error instanceof Failure) {
    const cause = isServerError(error.cause) ? error.cause.code : ''
    return {message: error.message, line: error.place?.line ?? null, code: cause}
  }
  if (!(error instanceof BatchError)) throw error
  const {cause, script} = error
  return {
    message: cause.message,
    line: script ? (placeIn(script, 0).line ?? null) : null,
    code: isServerError(cause) ? cause.code : '',
  }
}

/** How a statement is written that has to run twice, by what the server said of its second run. */
export const cureFor = (code: string): string =>
  ['42P07', '42701', '42710', '42723', '42P06'].includes(code)
    ? 'IF NOT EXISTS or OR REPLACE; where a kind of object has neither, DROP … IF EXISTS first, or look in a DO block whether it is there'
    : ['42P01', '42703', '42704', '42883', '3F000'].includes(code)
      ? 'IF EXISTS; or look in a DO block whether it is still to be done'
      : code === '23505'
        ? 'INSERT … ON CONFLICT DO NOTHING'
        : 'look first, in a DO block, whether it is still to be done'

export const ROWS_CURE =
  'INSERT … ON CONFLICT DO NOTHING (there has to be a unique key); UPDATE and DELETE only WHERE it is still to be done'
