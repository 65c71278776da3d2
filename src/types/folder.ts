import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'

export type GeneratedFile = {readonly path: string; readonly text: string}

/**
 * The files in `folder` that are not as they are to be, those included that begin with `mark`, as all do that were
 * written here, and are no longer wanted.
 */
export async function outdated(
  folder: string,
  files: readonly GeneratedFile[],
  mark: string,
): Promise<readonly string[]> {
  const wanted = new Map(files.map(({path, text}) => [path, text]))
  const leftOver: string[] = []
  for (const inner of new Set(['.', ...files.map(({path}) => dirname(path))]))
    for (const name of await readdir(join(folder, inner)).catch(() => [])) {
      const path = inner === '.' ? name : `${inner}/${name}`
      if (!name.endsWith('.ts') || wanted.has(path)) continue
      if ((await readFile(join(folder, path), 'utf8')).startsWith(mark)) leftOver.push(path)
    }
  const changed: string[] = []
  for (const [path, text] of wanted)
    if ((await readFile(join(folder, path), 'utf8').catch(() => null)) !== text) changed.push(path)
  return [...changed, ...leftOver].sort()
}

/** Makes `folder` hold these files, without what is left over. Returns what was written or removed. */
export async function writeFolder(
  folder: string,
  files: readonly GeneratedFile[],
  mark: string,
): Promise<readonly string[]> {
  const paths = await outdated(folder, files, mark)
  for (const path of paths) {
    const file = join(folder, path)
    const text = files.find((one) => one.path === path)?.text
    if (text === undefined) {
      await rm(file)
      continue
    }
    await mkdir(dirname(file), {recursive: true})
    await writeFile(file, text)
  }
  return paths
}
