import {dockerState} from './docker/state.ts'
import {embeddedState} from './embedded/state.ts'
import type {ServerSpec, ServerState} from './spec.ts'

/** How the server is, without starting or asking it. Does not throw for what it cannot see: that is `unknown`. */
export async function serverState(spec: ServerSpec): Promise<ServerState> {
  switch (spec.kind) {
    case 'embedded':
      return embeddedState(spec)
    case 'docker':
      return dockerState(spec)
    case 'url':
      return {
        kind: 'url',
        state: 'external',
        pid: null,
        port: null,
        version: null,
        dataDir: null,
        log: null,
        reason: null,
      }
  }
}
