import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {choosePgDump} from '../postgres/pg-dump/choose.ts'
import type {ServerSpec} from '../postgres/server/spec.ts'
import type {Source} from './source.ts'
import type {Workspace} from './workspace.ts'

/** The pg_dump for servers of these versions: one for all, for what pg_dump prints differs between its versions. */
export const choosePgDumpFor = (
  workspace: Workspace,
  majors: readonly number[],
  server?: ServerSpec,
): Promise<PgDumpChoice> =>
  choosePgDump({
    serverMajor: Math.max(...majors),
    configured: workspace.project.pgDump,
    path: workspace.env.PATH ?? '',
    container: server?.kind === 'docker' ? server.container : null,
  })

/** The pg_dump that reads all of these sources. */
export function choosePgDumpForSources(workspace: Workspace, sources: readonly Source[]): Promise<PgDumpChoice> {
  const majors = sources.flatMap(({major}) => major ?? [])
  const server = sources.find(({opened}) => opened)?.opened?.database.server
  return choosePgDumpFor(workspace, majors.length ? majors : [0], server)
}
