import {Failure} from '../../failure.ts'
import {quoteIdent, quoteQualified} from '../quote.ts'

export type TableName = {readonly schema: string; readonly name: string}

export type DumpOptions = {
  /** Names, not patterns. One that does not exist is an error. */
  readonly schemas?: readonly string[]
  readonly excludeSchemas?: readonly string[]
  readonly tables?: readonly TableName[]
  readonly excludeTables?: readonly TableName[]
  /** With the rows; default: the schema only. */
  readonly data?: boolean
  /** An archive for pg_restore, and no text. */
  readonly custom?: boolean
  /** What another session exported: the dump is as of that moment. */
  readonly snapshot?: string
  readonly noOwner?: boolean
  readonly noPrivileges?: boolean
  /** Milliseconds to wait for the lock on a table. Default: as long as it takes. */
  readonly lockTimeout?: number
  /** Stops the dump: the program is ended and the session closed. */
  readonly signal?: AbortSignal
  /** What pg_dump warned of, a message each. */
  readonly onWarning?: (message: string) => void
}

/**
 * The arguments of pg_dump. They hold no secret: how to connect is in the environment.
 * @throws Failure `too_many_names` where they are longer than `limit` bytes
 */
export function dumpArguments(options: DumpOptions, limit: number): readonly string[] {
  const {schemas = [], excludeSchemas = [], tables = [], excludeTables = []} = options
  // pg_dump takes patterns; a quoted one stands for itself.
  const table = ({schema, name}: TableName) => quoteQualified(schema, name)
  const args = [
    ...(options.data ? [] : ['--schema-only']),
    ...(options.custom ? ['--format=custom'] : []),
    '--no-password',
    '--encoding=UTF8',
    ...(options.snapshot ? [`--snapshot=${options.snapshot}`] : []),
    ...(options.noOwner ? ['--no-owner'] : []),
    ...(options.noPrivileges ? ['--no-privileges'] : []),
    ...(options.lockTimeout ? [`--lock-wait-timeout=${options.lockTimeout}`] : []),
    ...(schemas.length + tables.length > 0 ? ['--strict-names'] : []),
    ...schemas.map((name) => `--schema=${quoteIdent(name)}`),
    ...excludeSchemas.map((name) => `--exclude-schema=${quoteIdent(name)}`),
    ...tables.map((name) => `--table=${table(name)}`),
    ...excludeTables.map((name) => `--exclude-table=${table(name)}`),
  ]
  if (args.reduce((length, arg) => length + Buffer.byteLength(arg) + 1, 0) > limit)
    throw new Failure('too_many_names', 'there are more names of schemas and tables than pg_dump takes at once', {
      hint: 'dump the whole database, or in several parts',
    })
  return args
}
