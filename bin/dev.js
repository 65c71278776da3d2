#!/usr/bin/env node
// Runs the commands from source, so that a change needs no build.
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {register} from 'tsx/esm/api'

register()
const pjson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
pjson.oclif.commands = './commands'
pjson.oclif.helpClass = './src/command/help.ts'
pjson.oclif.hooks.command_not_found = './src/command/not-found.ts'
const {main} = await import('../src/main.ts')
await main(import.meta.url, process.argv.slice(2), {
  root: fileURLToPath(new URL('..', import.meta.url)),
  pjson,
  ignoreManifest: true,
})
