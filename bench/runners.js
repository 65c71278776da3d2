// The programs that pgplumb migrate is measured against, installed from npm once, into a folder that no user of pgplumb gets.
import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const PEERS = {
  dbmate: '2.36.0',
  'graphile-migrate': '1.4.1',
  'node-pg-migrate': '9.0.0',
  pg: '8.23.1',
  postgrator: '8.0.0',
  'squawk-cli': '2.66.0',
}

/** The folder whose `node_modules` has them; null where npm cannot get them. */
export function installPeers() {
  const folder = fileURLToPath(new URL('../node_modules/.cache/pgplumb-runners', import.meta.url))
  const manifest = JSON.stringify({private: true, dependencies: PEERS})
  const done = join(folder, 'installed.json')
  try {
    if (existsSync(done) && JSON.stringify(PEERS) === readFileSync(done, 'utf8')) return folder
    mkdirSync(folder, {recursive: true})
    writeFileSync(join(folder, 'package.json'), manifest)
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {cwd: folder, stdio: 'ignore'})
    writeFileSync(done, JSON.stringify(PEERS))
    return folder
  } catch {
    // Without a network there is nothing to compare with, which each line then says.
    return null
  }
}

/** The argv of a program of theirs. */
export const peer = (folder, name) => [join(folder, 'node_modules/.bin', name)]
