import {writeFileSync} from 'node:fs'
import {register} from 'tsx/esm/api'

// Writes docs/migration-lint.md, the page of the rules of `pgplumb migrate lint`.
register()
const {migrationLintPage} = await import('./lib/migration-lint.ts')
writeFileSync(new URL('../docs/migration-lint.md', import.meta.url), migrationLintPage())
