// node backend/scripts/validate-schema.js: for the hook before a commit. `pgplumb validate` needs no server.
import {pgplumb} from './pgplumb.js'

pgplumb('validate', ...process.argv.slice(2))
