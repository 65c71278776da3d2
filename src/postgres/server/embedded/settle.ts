import type pg from 'pg'
import * as v from 'valibot'
import type {Address} from '../../address.ts'
import {withConnection} from '../../connect.ts'
import {ensureLogins, ensureRole} from '../ensure.ts'
import type {EmbeddedServer, Started, Wanted} from '../spec.ts'
import {serverVersion} from '../version.ts'
import type {Layout} from './layout.ts'
import {ADMIN, keepPasswords} from './passwords.ts'

const Names = v.array(v.object({name: v.string()}))

/** What every start ends with: logins and databases are there, changed settings are loaded. */
export async function settle(
  spec: EmbeddedServer,
  layout: Layout,
  wanted: readonly Wanted[],
  settingsChanged: boolean,
): Promise<Omit<Started, 'started' | 'pid'>> {
  const nameless = wanted.filter(({password}) => password === undefined).map(({user}) => user)
  const kept = await keepPasswords(layout, [ADMIN, ...nameless])
  const password = (user: string) => kept.get(user) ?? ''
  const server: Address = {
    host: '127.0.0.1',
    port: spec.port,
    database: 'postgres',
    user: ADMIN,
    password: password(ADMIN),
    tls: {mode: 'disable'},
  }
  return withConnection(server, async (admin) => {
    // Dumps of other servers say OWNER TO postgres; without a password no one can sign in as it.
    await ensureRole(admin, {user: 'postgres'})
    await ensureLogins(
      admin,
      server,
      wanted.map((login) => ({...login, password: login.password ?? password(login.user)})),
    )
    return {
      port: spec.port,
      version: await serverVersion(admin),
      pendingRestart: settingsChanged ? await reload(admin) : [],
    }
  })
}

async function reload(admin: pg.Client): Promise<string[]> {
  await admin.query('SELECT pg_reload_conf()')
  // The reload is a signal to the server, which tells its sessions: a moment passes.
  await admin.query('SELECT pg_sleep(0.1)')
  const {rows} = await admin.query('SELECT name FROM pg_settings WHERE pending_restart ORDER BY name')
  return v.parse(Names, rows).map(({name}) => name)
}
