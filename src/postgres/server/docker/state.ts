import {Failure} from '../../../failure.ts'
import {answers, describeHolder} from '../port.ts'
import type {DockerServer, ServerState} from '../spec.ts'
import {inspect} from './container.ts'

export async function dockerState(spec: DockerServer): Promise<ServerState> {
  const known = {
    kind: spec.kind,
    pid: null,
    port: spec.port,
    version: spec.image,
    dataDir: spec.volume,
    log: null,
    reason: null,
  }
  try {
    const container = await inspect(spec)
    if (container?.running)
      return {...known, state: 'running', port: Number(container.port ?? spec.port), version: container.image}
    if (await answers(spec.port)) return {...known, state: 'foreign', reason: await describeHolder(spec.port)}
    return {...known, state: container ? 'stopped' : 'absent'}
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return {...known, state: 'unknown', reason: error.message}
  }
}
