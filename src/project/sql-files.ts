import {access, readdir} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {isErrno} from '../postgres/conninfo/errno.ts'

const byNumber = new Intl.Collator('en', {numeric: true})

/**
 * The files of a file, a folder or a list of them; a folder stands for its .sql files, `2_x.sql` before `10_y.sql`.
 * What does not exist, or has no .sql file, stays as it is named, for whoever reads it to say so.
 */
export async function sqlFiles(root: string, paths: string | readonly string[]): Promise<string[]> {
  const files = await Promise.all([paths].flat().map((path) => expand(resolve(root, path))))
  return files.flat()
}

/** The first of these paths that exists. */
export async function firstThere(root: string, paths: readonly string[]): Promise<string | null> {
  for (const path of paths)
    if (
      await access(join(root, path)).then(
        () => true,
        () => false,
      )
    )
      return path
  return null
}

async function expand(path: string): Promise<string[]> {
  try {
    const names = (await readdir(path)).filter((name) => name.endsWith('.sql'))
    return names.length > 0
      ? names
          .sort()
          .sort(byNumber.compare)
          .map((name) => join(path, name))
      : [path]
  } catch (error) {
    if (isErrno(error, 'ENOTDIR') || isErrno(error, 'ENOENT')) return [path]
    throw error
  }
}
