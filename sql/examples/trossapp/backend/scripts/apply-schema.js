// node backend/scripts/apply-schema.js [--dev-only|--test-only]: `pgplumb apply` under the name that TrossApp's team knows.
import {pgplumb} from './pgplumb.js'

pgplumb('apply', ...process.argv.slice(2))
