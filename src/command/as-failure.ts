import {Failure} from '../failure.ts'
import {nearest} from '../nearest.ts'
import {isConnectionLost} from '../postgres/errors.ts'

/** What a person needs to know of whatever was thrown. */
export function asFailure(error: unknown, commandLine = 'pgplumb'): Failure {
  if (error instanceof Failure) return error
  if (!(error instanceof Error)) return new Failure('internal', String(error), {cause: error})
  if (error.name === 'AbortError') return new Failure('interrupted', 'interrupted', {cause: error})
  if ('parse' in error || ('oclif' in error && codeOf(error) === '')) return usage(error, commandLine)
  if (isConnectionLost(error))
    return new Failure('connection_lost', `the connection to the server broke: ${error.message}`, {
      hint: 'is the server still there? pgplumb status',
      cause: error,
    })
  const system = systemFailure(error)
  if (system) return system
  return new Failure('internal', error.message || error.name, {
    hint: 'this is a bug in pgplumb; run it again with --debug and report what it shows',
    cause: error,
  })
}

/** `migrate lnit`: what is no database may be a slip of a command of that name's topic. */
export function orSubcommand(
  failure: Failure,
  commandLine: string,
  argv: readonly string[],
  subcommands: readonly string[],
): Failure {
  const word = argv.find((one) => !one.startsWith('-'))
  if (failure.code !== 'unknown_database' || word === undefined) return failure
  const meant = nearest(word, subcommands)
  const hint = [meant && `did you mean ${commandLine} ${meant}?`, failure.hint].filter(Boolean).join(' ')
  return meant === null || failure.hint?.startsWith('did you mean')
    ? failure
    : new Failure(failure.code, failure.message, {hint, cause: failure})
}

function usage(error: Error, commandLine: string): Failure {
  // oclif adds advice of its own below the first line, in colours.
  const [message = ''] = error.message.split('\nSee more help with --help')
  const unknown = unknownFlag(error)
  const help = `${commandLine} --help`
  if (!unknown) return new Failure('usage', message.trim(), {hint: help, cause: error})
  const meant = nearest(unknown.flag.replace(/^-+/, ''), unknown.known)
  return new Failure('usage', `there is no flag ${unknown.flag}`, {
    hint: meant ? `did you mean --${meant}? see ${help}` : help,
    cause: error,
  })
}

function unknownFlag(error: Error): {readonly flag: string; readonly known: readonly string[]} | null {
  if (!('flags' in error) || !Array.isArray(error.flags)) return null
  const flag: unknown = error.flags[0]
  return typeof flag === 'string'
    ? {flag, known: Object.keys(inside(inside(inside(error, 'parse'), 'input'), 'flags'))}
    : null
}

function inside(value: object, key: string): object {
  const found: unknown = Reflect.get(value, key)
  return typeof found === 'object' && found !== null ? found : {}
}

const SYSTEM_ERRORS: Readonly<Record<string, readonly [code: string, reason: string, hint: string]>> = {
  ENOENT: ['no_file', 'there is no such file or folder', 'check the path'],
  EACCES: ['no_access', 'permission denied', 'check who owns it and who may read and write it'],
  EPERM: ['no_access', 'operation not permitted', 'check who owns it and who may read and write it'],
  EISDIR: ['not_a_file', 'is a folder', 'name a file in it'],
  ENOTDIR: ['no_file', 'a part of the path is not a folder', 'check the path'],
  EROFS: ['no_access', 'the file system is read-only', 'choose another place'],
  ENOSPC: ['disk_full', 'no space left on the disk', 'free some space and run it again'],
  EMFILE: ['too_many_files', 'too many open files', 'raise the limit: ulimit -n 4096'],
}

function systemFailure(error: Error): Failure | null {
  const known = SYSTEM_ERRORS[codeOf(error)]
  if (!known) return null
  const [name, reason, hint] = known
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : ''
  return new Failure(name, `${path}${reason}`, {hint, detail: error.message, cause: error})
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

/** What stopped after Ctrl-C, whatever the work threw when it was told to stop. */
export const interrupted = (failure: Failure): Failure =>
  failure.code === 'interrupted'
    ? failure
    : new Failure('interrupted', `interrupted: ${failure.message}`, {
        ...(failure.detail === undefined ? {} : {detail: failure.detail}),
        cause: failure,
      })
