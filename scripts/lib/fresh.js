import {existsSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'

const SOURCES = [
  'src',
  'commands',
  'scripts/build.js',
  'scripts/json-schema.js',
  'scripts/lib',
  'package-lock.json',
  'tsconfig.json',
]

/** Whether nothing that the build is made from is newer than its last file, the manifest. Deletions change a folder. */
export function isFresh(root, built = 'oclif.manifest.json') {
  if (!existsSync(join(root, built)) || !existsSync(join(root, 'dist'))) return false
  const since = statSync(join(root, built)).mtimeMs
  return SOURCES.flatMap((path) => [path, ...inside(join(root, path)).map((file) => join(path, file))]).every(
    (path) => statSync(join(root, path)).mtimeMs <= since,
  )
}

const inside = (path) => (statSync(path).isDirectory() ? readdirSync(path, {recursive: true}).map(String) : [])
