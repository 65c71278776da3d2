// node scripts/apply-schema.js [--dev-only|--test-only]: `pgplumb apply` under the name that TrossApp's team knows.
import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const project = fileURLToPath(new URL('..', import.meta.url))
const {status, error} = spawnSync(process.execPath, [launcher(), 'apply', ...process.argv.slice(2)], {
  cwd: project,
  stdio: 'inherit',
})
if (error) throw error
process.exitCode = status ?? 2

function launcher() {
  try {
    return fileURLToPath(new URL('bin/run.js', import.meta.resolve('pgplumb/package.json')))
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    // Not installed: this example runs with the pgplumb that it came with.
    return fileURLToPath(new URL('../../../../bin/run.js', import.meta.url))
  }
}
