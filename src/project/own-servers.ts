import {basename, join} from 'node:path'
import type {Address} from '../postgres/address.ts'
import {type Env, type Params, registerPassword} from '../postgres/conninfo/params.ts'
import type {DockerServer, EmbeddedServer} from '../postgres/server/spec.ts'
import {type OwnPort, ownPorts} from './ports.ts'
import type {DatabaseConfig, DatabasesConfig} from './schema/databases.ts'
import {specOf} from './spec.ts'

const IMAGE = 'postgres:18'

export type OwnDatabase = {readonly server: EmbeddedServer | DockerServer; readonly address: Address}

/** A folder's name as PostgreSQL takes it unquoted. */
export function identifier(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
  return /^[a-z]/.test(plain) ? plain : `db_${plain || 'app'}`
}

/** The servers that pgplumb runs itself. Databases of one port share one server, and so its settings. */
export function ownServers(databases: DatabasesConfig, root: string, cacheDir: string, env: Env) {
  const ports = ownPorts(databases)
  const project = identifier(basename(root))
  return (name: string, config: DatabaseConfig, flags: Params = {}): OwnDatabase => {
    const own = ports.find((port) => port.name === name) ?? {name, kind: 'embedded', port: 5433}
    const together = ports.filter(({port}) => port === own.port)
    const specs = together.flatMap((sharer) => {
      const shared = databases[sharer.name]
      return typeof shared === 'object' ? [specOf(shared)] : []
    })
    const settings = Object.assign({}, ...specs.map((spec) => textSettings(spec.settings ?? {})))
    const first = (key: 'container' | 'image' | 'volume') => specs.map((spec) => spec[key]).find(Boolean)
    const address = addressOf(own, config, `${project}_${identifier(name)}`, flags, env)
    if (own.kind === 'embedded') {
      const server = `server-${own.port}`
      return {
        address,
        server: {kind: 'embedded', name: server, dataDir: join(cacheDir, server), port: own.port, settings},
      }
    }
    return {
      address,
      server: {
        kind: 'docker',
        container: first('container') ?? `${project}-${together[0]?.name ?? name}`,
        image: first('image') ?? IMAGE,
        port: own.port,
        volume: first('volume') ?? null,
        settings,
      },
    }
  }
}

function addressOf({port}: OwnPort, config: DatabaseConfig, database: string, flags: Params, env: Env): Address {
  const password = flags.password || config.password
  const options = flags.options || config.options || env.PGOPTIONS
  const address: Address = {
    host: '127.0.0.1',
    port,
    database: flags.dbname || config.database || database,
    user: flags.user || config.user || 'postgres',
    ...(password ? {password} : {}),
    tls: {mode: 'disable'},
    ...(options ? {options} : {}),
  }
  registerPassword({password: password ?? '', user: address.user, dbname: address.database})
  return address
}

function textSettings(settings: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
  const entries = Object.entries(settings).map(([name, value]) => [
    name,
    typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value),
  ])
  return Object.fromEntries(entries)
}
