// The other tools, of npm: installed beside the project when a benchmark wants them, so that nobody else has to.
import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'

const FOLDER = fileURLToPath(new URL('../node_modules/.cache/pgplumb-bench/', import.meta.url))

export const PEERS = {
  'pg-delta': {package: '@supabase/pg-delta', version: '1.0.0-alpha.34', program: 'dist/cli/main.js'},
  migra: {package: '@pgkit/migra', version: '0.6.1', program: 'dist/command.js'},
}

export const titleOf = (name) => `${PEERS[name].package} ${PEERS[name].version}`

const packageFolder = (name) => join(FOLDER, 'node_modules', PEERS[name].package)

/** Installs them once. Returns why that is not possible, or null. */
export function installPeers() {
  const wanted = Object.values(PEERS).map(({package: name, version}) => `${name}@${version}`)
  const stamp = join(FOLDER, `installed-${wanted.join('-').replaceAll('/', '_')}`)
  if (existsSync(stamp)) return null
  mkdirSync(FOLDER, {recursive: true})
  writeFileSync(join(FOLDER, 'package.json'), '{"private": true}\n')
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', '--prefix', FOLDER]
    execFileSync('npm', ['install', ...options, ...wanted], {stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8'})
  } catch (error) {
    return `npm could not install ${wanted.join(' and ')}: ${String(error.stderr ?? error.message)
      .trim()
      .split('\n')
      .at(-1)}`
  }
  writeFileSync(stamp, '')
  return null
}

/** The argv of a peer's program. */
export const peer = (name, ...args) => [process.execPath, join(packageFolder(name), PEERS[name].program), ...args]

/** A module of a peer, or of what it depends on. */
export const importPeer = (name, path) => import(pathToFileURL(join(packageFolder(name), path)).href)
