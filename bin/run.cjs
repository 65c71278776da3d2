#!/usr/bin/env node
// CommonJS, which Node is quicker to start than a module.
const {readFileSync} = require('node:fs')
const {enableCompileCache} = require('node:module')
const {join} = require('node:path')
const {pathToFileURL} = require('node:url')

enableCompileCache?.()

const argv = process.argv.slice(2)
const {version} = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'))

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v'))
  process.stdout.write(`pgplumb/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
else void launch()

async function launch() {
  // What hooks and deployments ask each time, and mostly find well, does without the machinery of the command line.
  const [command, ...args] = argv
  const atOnce = ['migrate', 'validate'].includes(command) && !args.some((word) => word.startsWith('-'))
  if (atOnce && (await require(`../dist/src/command/at-once/${command}.cjs`).answer(args, {version, hurry}))) return
  hurry()
  const {main} = await import('../dist/src/main.js')
  await main(pathToFileURL(__filename).href, argv)
}

/** Most commands, the parser and pg_dump (WASM) end before V8's optimising compiler would have paid for itself. */
function hurry() {
  // V8 names a flag that it does not know on stderr, so only versions that are known to have these are told.
  const v8 = Number.parseInt(process.versions.v8, 10)
  if (v8 < 11 || v8 > 13) return
  const {setFlagsFromString} = require('node:v8')
  setFlagsFromString('--liftoff-only')
  setFlagsFromString('--interrupt-budget=1000000')
}
