import {Failure} from '../failure.ts'
import type {ServerSpec, Started, Stopped, Wanted} from '../postgres/server/spec.ts'
import {startServer} from '../postgres/server/start.ts'
import {serverState} from '../postgres/server/state.ts'
import {stopServer} from '../postgres/server/stop.ts'
import type {Database} from '../project/project.ts'
import {locate} from './open.ts'
import {shadowSpec} from './shadow-place.ts'
import {optionsOf, type Workspace} from './workspace.ts'

/** A server of pgplumb's own, and the databases of the config that are on it. */
export type ServerGroup = {readonly spec: ServerSpec; readonly databases: readonly Database[]}

/**
 * The servers that the named databases are on (default: all of the config's), each once.
 * @throws Failure `not_our_server` where a named database is on someone else's
 */
export async function serverGroups(workspace: Workspace, names: readonly string[]): Promise<ServerGroup[]> {
  const groups = new Map<string, {spec: ServerSpec; databases: Database[]}>()
  const wanted = workspace.project.databases.filter(({name}) => !names.length || names.includes(name))
  for (const name of names.length ? names : wanted.map((entry) => entry.name)) {
    if (!names.length && wanted.find((entry) => entry.name === name)?.kind === 'url') continue
    const database = await locate(workspace, name)
    const {server} = database
    if (server.kind === 'url')
      throw new Failure('not_our_server', `${name} is given by its url: whoever runs that server starts and stops it`)
    const key = server.kind === 'embedded' ? server.dataDir : server.container
    const group = groups.get(key) ?? {spec: server, databases: []}
    group.databases.push(database)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** What `stop` stops: those servers, and where none is named, also the one for shadows, which nobody has started. */
export async function serversToStop(workspace: Workspace, names: readonly string[]): Promise<ServerGroup[]> {
  const groups = await serverGroups(workspace, names)
  const shadow = shadowSpec(workspace)
  if (names.length || (await serverState(shadow)).state !== 'running') return groups
  return [...groups, {spec: shadow, databases: []}]
}

/** What a person calls the server: the databases that are on it, or `shadow`. */
export const labelOf = ({spec, databases}: ServerGroup): string =>
  databases.map(({name}) => name).join(', ') || (spec.kind === 'embedded' ? spec.name : spec.kind)

/** Starts a server unless it runs, with the logins and databases of the config. */
export const startGroup = ({spec, databases}: ServerGroup, workspace: Workspace): Promise<Started> =>
  startServer(spec, databases.map(wantedOf), optionsOf(workspace))

export const stopGroup = ({spec}: ServerGroup, workspace: Workspace): Promise<Stopped> =>
  stopServer(spec, optionsOf(workspace))

const wantedOf = ({address}: Database): Wanted => ({
  user: address.user,
  password: address.password,
  database: address.database,
})
