import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {Failure} from '../../failure.ts'
import {textOf} from './decode.ts'
import {whyUnreadable} from './include.ts'
import {readSource} from './source.ts'
import type {Statement} from './statement.ts'

export type ReadOptions = {
  /** The script's name as a person would give it: places are reported under it, and `\ir` reads beside it. */
  readonly file: string
  /** psql variables, as `psql -v` sets them. */
  readonly variables?: Readonly<Record<string, string>>
  /** Where `\i` reads relative paths from. Default: the working directory, as in psql. */
  readonly directory?: string
  /** Reads an included file. Default: from the disk. */
  readonly readFile?: (file: string) => Uint8Array | string
  /** Takes what can be passed over (a refused command, a missing include), which is thrown otherwise. */
  readonly onFailure?: (failure: Failure) => void
}

/**
 * Cuts a psql script into statements exactly where psql would, following `\i`, `\ir`, `\set`, `\if` and inline COPY
 * data. What stands between statements (blanks, comments, empty statements) is left out. Reads as it is iterated.
 * @throws Failure `binary_file`, `bad_encoding`, `script_unterminated`, `script_unclosed`,
 * `script_command`, `script_include`, with the place
 */
export function* readScript(script: string | Uint8Array, options: ReadOptions): Generator<Statement> {
  const reading = {
    variables: new Map(Object.entries(options.variables ?? {})),
    directory: options.directory ?? '',
    readFile: options.readFile ?? ((file: string) => readFileSync(file)),
    fail: options.onFailure ?? raise,
  }
  const source = {file: options.file, text: textOf(script, options.file)}
  yield* readSource(source, reading, [resolve(options.file)])
}

/**
 * The statements of a file on the disk; places are reported under the name given.
 * @throws Failure `no_file`, and what `readScript` throws
 */
export function* readScriptFile(file: string, options: Omit<ReadOptions, 'file'> = {}): Generator<Statement> {
  const readFile = options.readFile ?? ((path: string) => readFileSync(path))
  let content: Uint8Array | string
  try {
    content = readFile(file)
  } catch (cause) {
    throw new Failure('no_file', `cannot read ${file}: ${whyUnreadable(cause)}`, {place: {file}, cause})
  }
  yield* readScript(content, {...options, file})
}

function raise(failure: Failure): never {
  throw failure
}
