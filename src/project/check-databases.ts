import {ownPorts} from './ports.ts'
import type {DatabasesConfig} from './schema/databases.ts'
import type {ConfigError, Path, Source} from './source.ts'
import {kindOf, specOf} from './spec.ts'

const ELSEWHERE = ['url', 'service', 'host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const
const DOCKER = ['container', 'image', 'volume'] as const

/** What the shape of the config cannot say: keys that do not go together. */
export function databaseErrors(databases: DatabasesConfig, source: Source): ConfigError[] {
  const errors: ConfigError[] = []
  const report = (path: Path, message: string, hint?: string) =>
    errors.push({place: source.placeOf(path, 'key'), message, hint})
  for (const [name, config] of Object.entries(databases)) {
    if (typeof config === 'string') continue
    const path = ['databases', name]
    const text = path.join('.')
    const kind = kindOf(config)
    const spec = specOf(config)
    if (config.server !== undefined)
      for (const key of ELSEWHERE)
        if (config[key] !== undefined)
          report([...path, key], `${text} has both server and ${key}`, 'server is for one that pgplumb starts itself')
    if (kind !== 'docker')
      for (const key of DOCKER)
        if (spec[key] !== undefined) report([...path, key], `${text}.${key} is only for server: docker`)
    if (kind === 'url' && spec.settings)
      report([...path, 'settings'], `${text}.settings is only for a server that pgplumb starts itself`)
    if (config.protected && config.disposable)
      report([...path, 'disposable'], `${text} is both protected and disposable`)
  }
  const portKinds = new Map<number, string>()
  for (const {name, kind, port} of ownPorts(databases)) {
    const other = portKinds.get(port)
    if (other !== undefined && other !== kind)
      report(['databases', name, 'port'], `port ${port} is of both an embedded and a docker server`)
    portKinds.set(port, kind)
  }
  return errors
}
