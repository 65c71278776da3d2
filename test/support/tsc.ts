import {execFile} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))

/** What the compiler, at its strictest and as Node loads modules, has against the files of a folder. */
export async function complaints(folder: string): Promise<string> {
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
  const compilerOptions = {strict: true, module: 'nodenext', target: 'es2022', noEmit: true, types: []}
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({compilerOptions, include: ['**/*.ts']}))
  const {stdout} = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error) => error)
  return stdout
}
