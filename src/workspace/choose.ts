import type {PgDumpChoice, ServerContainer} from '../postgres/pg-dump/choice.ts'
import {choosePgDump} from '../postgres/pg-dump/choose.ts'
import type {ServerSpec} from '../postgres/server/spec.ts'
import type {Source} from './source.ts'
import type {Workspace} from './workspace.ts'

/** The pg_dump for servers of these versions: one for all, for what pg_dump prints differs between its versions. */
export const choosePgDumpFor = (
  workspace: Workspace,
  majors: readonly number[],
  container: ServerContainer | null,
): Promise<PgDumpChoice> =>
  choosePgDump({
    serverMajor: Math.max(...majors),
    configured: workspace.project.pgDump,
    path: workspace.env.PATH ?? '',
    container,
  })

/** The pg_dump that reads all of these sources. */
export function choosePgDumpForSources(workspace: Workspace, sources: readonly Source[]): Promise<PgDumpChoice> {
  const majors = sources.flatMap(({major}) => major ?? [])
  const asked = sources.flatMap(({server}) => server ?? [])
  const container = sources.map(({opened}) => containerOf(opened?.database.server)).find((found) => found) ?? null
  const alone = asked.every(({host, port}) => host === container?.host && port === container.port)
  return choosePgDumpFor(workspace, majors.length ? majors : [0], alone ? container : null)
}

export const containerOf = (server: ServerSpec | undefined): ServerContainer | null =>
  server?.kind === 'docker' ? {name: server.container, host: '127.0.0.1', port: server.port} : null
