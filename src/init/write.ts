import {existsSync} from 'node:fs'
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import type {NewFile} from './recognise.ts'

export type Written = {readonly path: string; readonly done: 'written' | 'kept'}

/** Writes files that are not there; one that is stays as it is. */
export async function writeNew(root: string, files: readonly NewFile[]): Promise<readonly Written[]> {
  const written: Written[] = []
  for (const {path, text} of files) {
    const file = join(root, path)
    const there = existsSync(file)
    if (!there) {
      await mkdir(dirname(file), {recursive: true})
      await writeFile(file, text, {flag: 'wx'})
    }
    written.push({path, done: there ? 'kept' : 'written'})
  }
  return written
}

/** Writes a file that git or another program runs. */
export async function writeHook(root: string, {path, text}: NewFile): Promise<void> {
  const file = join(root, path)
  await mkdir(dirname(file), {recursive: true})
  await writeFile(file, text)
  await chmod(file, 0o755)
}

/** Adds a line to .gitignore unless it is there. Returns whether it was added. */
export async function ignoreInGit(root: string, line: string): Promise<boolean> {
  const file = join(root, '.gitignore')
  const before = existsSync(file) ? await readFile(file, 'utf8') : ''
  const bare = line.replace(/\/$/, '')
  if (before.split('\n').some((one) => one.trim().replace(/^\//, '').replace(/\/$/, '') === bare)) return false
  await writeFile(file, `${before}${before && !before.endsWith('\n') ? '\n' : ''}${line}\n`)
  return true
}
