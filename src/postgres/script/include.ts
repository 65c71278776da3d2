import {dirname, isAbsolute, join, resolve} from 'node:path'
import {Failure} from '../../failure.ts'
import type {Cursor} from './cursor.ts'
import {textOf} from './decode.ts'
import {placeAt} from './place.ts'
import type {Source} from './statement.ts'

/** A file to read, and the absolute paths of the files then being read, itself last. */
export type Included = {readonly source: Source; readonly open: readonly string[]}

/** What `\i` (or `\ir`, relative to its own file) at an offset of the file names; null where that failed. */
export function include(cursor: Cursor, name: string, relative: boolean, at: number): Included | null {
  const {source, reading, open} = cursor
  const place = placeAt(source.file, source.text, at)
  const file = isAbsolute(name) ? name : join(relative ? dirname(source.file) : reading.directory, name)
  const path = resolve(file)
  if (open.includes(path)) {
    const hint = `remove one of the includes: ${[...open, path].slice(open.indexOf(path)).join(' → ')}`
    reading.fail(new Failure('script_include', `${file} includes itself`, {hint, place}))
    return null
  }
  try {
    return {source: {file, text: textOf(reading.readFile(file), file)}, open: [...open, path]}
  } catch (cause) {
    if (cause instanceof Failure) reading.fail(cause)
    else {
      const hint = relative
        ? '\\ir reads relative to the file that has the line'
        : `\\i reads relative to ${reading.directory || 'the working directory'}; \\ir relative to the file that has the line`
      reading.fail(new Failure('script_include', `cannot read ${file}: ${whyUnreadable(cause)}`, {hint, place, cause}))
    }
    return null
  }
}

/** Why a file could not be read, in words. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a directory'
  if (code === 'EACCES') return 'permission denied'
  return error instanceof Error ? error.message : String(error)
}
