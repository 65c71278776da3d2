import {Failure} from '../../failure.ts'
import {stopDocker} from './docker/stop.ts'
import {stopEmbedded} from './embedded/stop.ts'
import type {ServerOptions, ServerSpec, Stopped} from './spec.ts'

/** Stops the server (sessions are ended, transactions rolled back) and waits until it is down. */
export async function stopServer(spec: ServerSpec, options: ServerOptions = {}): Promise<Stopped> {
  switch (spec.kind) {
    case 'embedded':
      return stopEmbedded(spec, options)
    case 'docker':
      return stopDocker(spec, options)
    case 'url':
      throw new Failure('not_our_server', 'a server given by its URL is stopped by whoever runs it')
  }
}
