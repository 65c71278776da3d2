import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Failure} from '../failure.ts'
import {isErrno} from '../postgres/conninfo/errno.ts'
import {type Folder, readMigrations} from './files.ts'

/**
 * Reads a folder of migrations from disk.
 * @throws Failure `no_migrations_folder`, `not_text`, and those of `readMigrations`
 */
export function loadMigrations(path: string): Folder {
  const entries = list(path).flatMap((file) => {
    const text = textOf(join(path, file))
    return text === null ? [] : [{file, text}]
  })
  return readMigrations(entries, path)
}

/** Null: it is a folder. */
function textOf(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8')
    // What is no UTF-8 becomes this character; the file may also hold it.
    return text.includes('\uFFFD')
      ? new TextDecoder('utf-8', {fatal: true}).decode(readFileSync(path))
      : withoutMark(text)
  } catch (cause) {
    if (isErrno(cause, 'EISDIR')) return null
    if (!isErrno(cause, 'ERR_ENCODING_INVALID_ENCODED_DATA')) throw cause
    throw new Failure('not_text', `${path} is not UTF-8 text`, {hint: 'save it as UTF-8', cause})
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path).filter((file) => /\.sql$/i.test(file))
  } catch (cause) {
    throw new Failure('no_migrations_folder', `cannot read the migrations folder ${path}`, {
      hint: 'pgplumb migrate new "…" makes the first file; or correct `migrations` in the config',
      cause,
    })
  }
}

/** A byte order mark is no part of the text. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)
