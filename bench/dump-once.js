// `dump-once.js wasm|/path/of/pg_dump PORT`: dumps once, and says how long that took, without the start of Node.
import {register} from 'tsx/esm/api'

const [which, port] = process.argv.slice(2)
register()
const {dumpSchema} = await import('../src/postgres/pg-dump/dump.ts')
const common = {version: '', major: 0, why: '', rejected: []}
const choice = which === 'wasm' ? {...common, kind: 'wasm'} : {...common, kind: 'installed', path: which}
const address = {host: '127.0.0.1', port: Number(port), user: 'postgres', database: 'other', tls: {mode: 'disable'}}
const start = performance.now()
let characters = 0
for await (const text of dumpSchema(address, choice)) characters += text.length
const wall = performance.now() - start
if (characters < 100_000) throw new Error(`the dump has ${characters} characters only`)
console.log(JSON.stringify({wall, cpu: 0}))
