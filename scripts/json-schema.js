// Writes pgplumb.schema.json, what editors check a config against, from the schema that pgplumb itself checks with.
import {writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {register} from 'tsx/esm/api'

const unregister = register()
const {jsonSchema} = await import('./lib/json-schema.ts')
writeFileSync(fileURLToPath(new URL('../pgplumb.schema.json', import.meta.url)), jsonSchema())
await unregister()
