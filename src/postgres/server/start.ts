import {Failure} from '../../failure.ts'
import {startDocker} from './docker/start.ts'
import {startEmbedded} from './embedded/start.ts'
import type {ServerOptions, ServerSpec, Started, Wanted} from './spec.ts'

/**
 * Starts the server unless it runs, and ensures the wanted logins and databases. It outlives this process.
 * @throws Failure `port_in_use`, `no_embedded`, `no_docker`, `data_version`, `disk_full`, `permission_denied`,
 *   `server_died`, `bad_setting`, `image_missing`, `container_differs` …
 */
export async function startServer(
  spec: ServerSpec,
  wanted: readonly Wanted[],
  options: ServerOptions = {},
): Promise<Started> {
  switch (spec.kind) {
    case 'embedded':
      return startEmbedded(spec, wanted, options)
    case 'docker':
      return startDocker(spec, wanted, options)
    case 'url':
      throw new Failure('not_our_server', 'a server given by its URL is started by whoever runs it', {
        hint: 'server: embedded or server: docker in the config are ones pgplumb can start',
      })
  }
}
