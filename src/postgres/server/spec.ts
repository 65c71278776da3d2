/** A PostgreSQL from npm, run by pgplumb itself; nothing needs to be installed. */
export type EmbeddedServer = {
  readonly kind: 'embedded'
  /** Unique in the project, e.g. `5433`. */
  readonly name: string
  /** The server's folder, e.g. `<project>/.pgplumb/server-5433`: data, settings, passwords and log live in it. */
  readonly dataDir: string
  readonly port: number
  /** Further lines of postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>
}

/** A named container, started through the `docker` command. */
export type DockerServer = {
  readonly kind: 'docker'
  readonly container: string
  readonly image: string
  /** The port on 127.0.0.1; inside the container it is 5432. */
  readonly port: number
  /** A named volume or a host folder for the data; null keeps them in the container. */
  readonly volume: string | null
  readonly settings: Readonly<Record<string, string>>
}

/** A server that someone else runs: pgplumb only connects to it. */
export type UrlServer = {readonly kind: 'url'}

export type ServerSpec = EmbeddedServer | DockerServer | UrlServer

/** A login and a database that must exist on the server once it runs. */
export type Wanted = {readonly user: string; readonly password: string | undefined; readonly database: string}

export type ServerOptions = {
  readonly signal?: AbortSignal
  /** Called with a short sentence when something takes noticeably long. */
  readonly onProgress?: (message: string) => void
}

export type Started = {
  /** False: it was running already. */
  readonly started: boolean
  readonly port: number
  /** Null for a container. */
  readonly pid: number | null
  /** As the server says it, e.g. `18.4`. */
  readonly version: string
  /** Settings that take effect only after a stop and a start. */
  readonly pendingRestart: readonly string[]
}

export type Stopped = {
  /** False: it was not running. */
  readonly stopped: boolean
}

/**
 * - `absent`: never started; there are no data.
 * - `stopped`: has data, does not run.
 * - `stale`: did not shut down cleanly; the next start recovers it.
 * - `starting`: comes up, recovers or shuts down.
 * - `running`
 * - `foreign`: does not run, and something else answers at its port.
 * - `unknown`: it cannot be told (no permission, or no Docker engine answers); `reason` says why.
 * - `external`: someone else's server, known by its URL only.
 */
export type ServerCondition =
  | 'absent'
  | 'stopped'
  | 'stale'
  | 'starting'
  | 'running'
  | 'foreign'
  | 'unknown'
  | 'external'

export type ServerState = {
  readonly kind: ServerSpec['kind']
  readonly state: ServerCondition
  readonly pid: number | null
  readonly port: number | null
  /** The major version of the data (embedded) or the image (docker). */
  readonly version: string | null
  /** Where the data are: a directory (embedded), a volume or null (docker). */
  readonly dataDir: string | null
  /** The server's log file. */
  readonly log: string | null
  /** Who holds the port (`foreign`), why nothing can be told (`unknown`), or what ended it (`stopped`, `stale`). */
  readonly reason: string | null
}
