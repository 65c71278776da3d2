import {createServer} from 'node:net'
import {join} from 'node:path'
import {type Address, isLocal} from '../postgres/address.ts'
import {serverPassword} from '../postgres/server/password.ts'
import type {EmbeddedServer} from '../postgres/server/spec.ts'
import {startServer} from '../postgres/server/start.ts'
import {serverState} from '../postgres/server/state.ts'
import {actsOnServer} from '../schema/server-wide.ts'
import type {ShadowPlace} from '../schema/shadow.ts'
import {type Opened, serverFacts} from './open.ts'
import {optionsOf, type Workspace} from './workspace.ts'

const LOGIN = {user: 'pgplumb_shadow', password: undefined, database: 'pgplumb_shadow'}

/**
 * Where shadows and clones are made: beside the database itself where its server is on this machine and lets us, so
 * that version, roles and extensions are the same; else on an embedded server of the project's own. There, too, where
 * `sql`, which is to run in them, acts on the server itself: nobody wants to find the roles of a trial among his own. Only
 * a DO block, which looks first, may make them on a server that is the project's anyway.
 */
export async function shadowPlace(
  workspace: Workspace,
  near: Opened | null,
  sql: readonly string[] = [],
): Promise<ShadowPlace> {
  const {project, signal} = workspace
  const common = {cacheDir: project.cacheDir, ...(signal ? {signal} : {})}
  const isBeside = near?.canCreateDatabases && !near.database.protected && isLocal(near.address)
  if (isBeside && !(await actsOnServer(sql, {inBlocks: near.database.server.kind === 'url'})))
    return {...common, server: near.address, serverVersion: near.version, own: false}
  const server = await shadowServer(workspace)
  return {...common, server, serverVersion: (await serverFacts(server)).version, own: true}
}

/** The project's own server for shadows; it has whatever port is free when it starts. */
export const shadowSpec = ({project}: Workspace): EmbeddedServer => ({
  kind: 'embedded',
  name: 'shadow',
  dataDir: join(project.cacheDir, 'server-shadow'),
  port: 0,
  settings: {},
})

async function shadowServer(workspace: Workspace): Promise<Address> {
  const spec = shadowSpec(workspace)
  const running = await serverState(spec)
  const port = running.state === 'running' && running.port ? running.port : await freePort()
  const started = await startServer({...spec, port}, [LOGIN], optionsOf(workspace))
  const password = await serverPassword({...spec, port}, LOGIN.user)
  return {
    host: '127.0.0.1',
    port: started.port,
    user: LOGIN.user,
    database: LOGIN.database,
    tls: {mode: 'disable'},
    ...(password === undefined ? {} : {password}),
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
