import {writeFileSync} from 'node:fs'
import {register} from 'tsx/esm/api'

// Writes docs/rules.md, the page of the rules of `pgplumb rls check` and `pgplumb lint`.
register()
const {rulesPage} = await import('./lib/rules.ts')
writeFileSync(new URL('../docs/rules.md', import.meta.url), await rulesPage())
