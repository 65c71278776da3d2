import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

/** A folder under the project's `.pgplumb`, made if need be; git is told to leave all of that alone. */
export async function cacheFolder(cacheDir: string, ...path: readonly string[]): Promise<string> {
  const folder = join(cacheDir, ...path)
  await mkdir(folder, {recursive: true})
  await writeFile(join(cacheDir, '.gitignore'), '*\n')
  return folder
}
