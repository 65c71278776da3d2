import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Failure} from '../failure.ts'
import {type Folder, readMigrations} from './files.ts'

/**
 * Reads a folder of migrations from disk.
 * @throws Failure `no_migrations_folder`, `not_text`, and those of `readMigrations`
 */
export function loadMigrations(path: string): Folder {
  const utf8 = new TextDecoder('utf-8', {fatal: true})
  const entries = list(path).map((file) => {
    const bytes = readFileSync(join(path, file))
    try {
      return {file, text: utf8.decode(bytes)}
    } catch (cause) {
      throw new Failure('not_text', `${join(path, file)} is not UTF-8 text`, {hint: 'save it as UTF-8', cause})
    }
  })
  return readMigrations(entries, path)
}

function list(path: string): string[] {
  try {
    return readdirSync(path, {withFileTypes: true})
      .filter((entry) => !entry.isDirectory() && /\.sql$/i.test(entry.name))
      .map((entry) => entry.name)
  } catch (cause) {
    throw new Failure('no_migrations_folder', `cannot read the migrations folder ${path}`, {
      hint: 'pgplumb migrate new "…" makes the first file; or correct `migrations` in the config',
      cause,
    })
  }
}
