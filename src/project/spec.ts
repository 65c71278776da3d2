import type {ServerSpec} from '../postgres/server/spec.ts'
import type {DatabaseConfig} from './schema/databases.ts'

/** Who runs the server: as said, else someone else where a place is given, else pgplumb from npm's binaries. */
export function kindOf({server, url, service, host, sslmode}: DatabaseConfig): ServerSpec['kind'] {
  if (server !== undefined) return typeof server === 'string' ? server : server.kind
  return url !== undefined || service !== undefined || host !== undefined || sslmode !== undefined ? 'url' : 'embedded'
}

type OwnSpec = Pick<DatabaseConfig, 'port' | 'container' | 'image' | 'volume' | 'settings'>

/** `server: {kind: docker, image: …}` says the same as `server: docker` with `image: …` beside it. */
export function specOf(config: DatabaseConfig): OwnSpec {
  const inner: OwnSpec = typeof config.server === 'object' ? config.server : {}
  return {
    port: config.port ?? inner.port,
    container: config.container ?? inner.container,
    image: config.image ?? inner.image,
    volume: config.volume ?? inner.volume,
    settings: config.settings ?? inner.settings,
  }
}
