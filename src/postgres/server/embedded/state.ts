import {resolve} from 'node:path'
import {Failure} from '../../../failure.ts'
import {answers, describeHolder} from '../port.ts'
import type {EmbeddedServer, ServerCondition, ServerState} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import {dataVersion} from './fitting.ts'
import {findLayout, type Layout} from './layout.ts'
import {lastWords} from './log.ts'
import {type PidFile, readPidFile} from './pid-file.ts'

export async function embeddedState(spec: EmbeddedServer): Promise<ServerState> {
  const layout = findLayout(spec)
  const known = {
    kind: spec.kind,
    pid: null,
    port: spec.port,
    version: null,
    dataDir: layout?.data ?? resolve(spec.dataDir, 'data'),
    log: layout?.log ?? null,
    reason: null,
  }
  try {
    const file = layout && (await readFileOf(layout))
    const version = layout ? await dataVersion(layout) : null
    if (file?.live) return {...known, version, pid: file.pid, port: file.port, state: liveState(file)}
    if (await answers(spec.port)) return {...known, version, state: 'foreign', reason: await describeHolder(spec.port)}
    if (!layout) return {...known, version, state: 'absent'}
    return {...known, version, state: file ? 'stale' : 'stopped', reason: await lastWords(layout)}
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return {...known, state: 'unknown', reason: error.message}
  }
}

const liveState = (file: PidFile): ServerCondition => (file.status === 'ready' ? 'running' : 'starting')

async function readFileOf(layout: Layout): Promise<PidFile | undefined> {
  try {
    return await readPidFile(layout)
  } catch (error) {
    throw systemFailure(error, 'read', layout.pidFile)
  }
}
