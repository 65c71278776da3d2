#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import module from 'node:module'
import {setFlagsFromString} from 'node:v8'

module.enableCompileCache?.()

const argv = process.argv.slice(2)
const {version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  process.stdout.write(`pgplumb/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  // Most commands, the parser and pg_dump (WASM) end before V8's optimising compiler would have paid for itself.
  // V8 names a flag that it does not know on stderr, so only versions that are known to have these are told.
  const v8 = Number.parseInt(process.versions.v8, 10)
  if (v8 >= 11 && v8 <= 13) {
    setFlagsFromString('--liftoff-only')
    setFlagsFromString('--interrupt-budget=1000000')
  }
  // What hooks and deployments ask each time, and mostly find well, does without the machinery of the command line.
  const [command, ...args] = argv
  const atOnce = ['migrate', 'validate'].includes(command) && !args.some((word) => word.startsWith('-'))
  const require = module.createRequire(import.meta.url)
  if (!atOnce || !(await require(`../dist/src/command/at-once/${command}.cjs`).answer(args, version))) {
    const {main} = await import('../dist/src/main.js')
    await main(import.meta.url, argv)
  }
}
