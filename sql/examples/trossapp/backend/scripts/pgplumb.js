import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** Runs pgplumb in the project's folder, whatever the current one is, and ends as it ends. */
export function pgplumb(...args) {
  const {status, error} = spawnSync(process.execPath, [launcher(), ...args], {cwd: project, stdio: 'inherit'})
  if (error) throw error
  process.exitCode = status ?? 2
}

function launcher() {
  try {
    return fileURLToPath(new URL('bin/run.cjs', import.meta.resolve('pgplumb/package.json')))
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    // Not installed: this example runs with the pgplumb that it came with.
    return fileURLToPath(new URL('../../../../../bin/run.cjs', import.meta.url))
  }
}
