#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import module from 'node:module'

module.enableCompileCache?.()

const argv = process.argv.slice(2)
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  const pjson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`pgplumb/${pjson.version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  const {main} = await import('../dist/src/main.js')
  await main(import.meta.url, argv)
}
