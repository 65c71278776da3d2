/** A PostgreSQL that pgplumb keeps from npm's binaries. Several databases may share one. */
export type EmbeddedServer = {
  readonly kind: 'embedded'
  readonly name: string
  readonly dataDir: string
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
}

/** A PostgreSQL in a named container. */
export type DockerServer = {
  readonly kind: 'docker'
  readonly container: string
  readonly image: string
  readonly port: number
  /** A volume's name, or null to keep the data in the container. */
  readonly volume: string | null
  readonly settings: Readonly<Record<string, string>>
}

/** A server that someone else runs: it is only ever connected to. */
export type UrlServer = {readonly kind: 'url'}

export type ServerSpec = EmbeddedServer | DockerServer | UrlServer
