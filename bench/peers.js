// The other tools, of npm: installed beside the project when a benchmark wants them, so that nobody else has to.
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {install} from './install.js'

export const PEERS = {
  'pg-delta': {package: '@supabase/pg-delta', version: '1.0.0-alpha.34', program: 'dist/cli/main.js'},
  migra: {package: '@pgkit/migra', version: '0.6.1', program: 'dist/command.js'},
}

export const titleOf = (name) => `${PEERS[name].package} ${PEERS[name].version}`

let folder = ''
const packageFolder = (name) => join(folder, 'node_modules', PEERS[name].package)

/** Installs them once. Returns why that is not possible, or null. */
export function installPeers() {
  const versions = Object.fromEntries(Object.values(PEERS).map(({package: name, version}) => [name, version]))
  const installed = install('pgplumb-bench', versions)
  folder = installed.folder ?? ''
  return installed.missing
}

/** The argv of a peer's program. */
export const peer = (name, ...args) => [process.execPath, join(packageFolder(name), PEERS[name].program), ...args]

/** A module of a peer, or of what it depends on. */
export const importPeer = (name, path) => import(pathToFileURL(join(packageFolder(name), path)).href)
