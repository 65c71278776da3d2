#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import module from 'node:module'
import {setFlagsFromString} from 'node:v8'

module.enableCompileCache?.()

const argv = process.argv.slice(2)
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  const pjson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`pgplumb/${pjson.version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  // Most commands, the parser and pg_dump (WASM) end before V8's optimising compiler would have paid for itself.
  // V8 names a flag that it does not know on stderr, so only versions that are known to have these are told.
  const v8 = Number.parseInt(process.versions.v8, 10)
  if (v8 >= 11 && v8 <= 13) {
    setFlagsFromString('--liftoff-only')
    setFlagsFromString('--interrupt-budget=1000000')
  }
  // What a deployment asks each time, and mostly finds done, does without the machinery of the command line.
  const asksMigrate = argv[0] === 'migrate' && !argv.some((word) => word.startsWith('-'))
  if (!asksMigrate || !(await (await import('../dist/src/up-to-date.js')).sayUpToDate(argv))) {
    const {main} = await import('../dist/src/main.js')
    await main(import.meta.url, argv)
  }
}
