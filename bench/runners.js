// The programs that pgplumb migrate is measured against, installed from npm once, into a folder that no user of pgplumb gets.
import {join} from 'node:path'
import {install} from './install.js'

const PEERS = {
  dbmate: '2.36.0',
  'graphile-migrate': '1.4.1',
  'node-pg-migrate': '9.0.0',
  pg: '8.23.1',
  postgrator: '8.0.0',
  'squawk-cli': '2.66.0',
}

/** The folder whose `node_modules` has them; null where npm cannot get them. */
export const installPeers = () => install('pgplumb-runners', PEERS, {scripts: true}).folder

/** The argv of a program of theirs. */
export const peer = (folder, name) => [join(folder, 'node_modules/.bin', name)]
