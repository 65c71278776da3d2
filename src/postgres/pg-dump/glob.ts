import {readdir} from 'node:fs/promises'
import {posix, win32} from 'node:path'

/** The existing folders that `pattern` stands for; a `*` in a folder's name matches anything. At most one per pattern. */
export async function glob(pattern: string): Promise<readonly string[]> {
  const {join, sep} = pattern.includes('\\') ? win32 : posix
  const parts = pattern.split(sep)
  const starred = parts.findIndex((part) => part.includes('*'))
  if (starred < 0) return [pattern]
  const [before = '', after = ''] = (parts[starred] ?? '').split('*')
  const parent = parts.slice(0, starred).join(sep)
  // A folder that is not there or not ours to read holds no pg_dump for us.
  const names = await readdir(parent).catch(() => [])
  return names
    .filter((name) => name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after))
    .map((name) => join(parent, name, ...parts.slice(starred + 1)))
}
