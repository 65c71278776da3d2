import {nearest} from '../nearest.ts'
import type {Config} from './schema/config.ts'
import type {ConfigError, Path, Source} from './source.ts'

/** Names of databases that the config has not, and keys of the registry that only go together. */
export function shardErrors({databases = {}, tenancy}: Config, source: Source): ConfigError[] {
  const {registry, shards = [], queue} = tenancy ?? {}
  const names = Object.keys(databases)
  const named: (readonly [Path, string | undefined])[] = [
    ...shards.map((name, index) => [['tenancy', 'shards', index], name] as const),
    [['tenancy', 'queue'], queue],
    [['tenancy', 'registry', 'database'], registry?.database],
  ]
  const errors = named.flatMap(([path, name]): ConfigError[] => {
    if (name === undefined || names.includes(name)) return []
    const meant = nearest(name, names)
    const message = `${path.slice(0, 2).join('.')}: the config has no database "${name}"`
    return [{place: source.placeOf(path), message, hint: meant === null ? undefined : `did you mean ${meant}?`}]
  })
  const twice = shards.findIndex((name, index) => shards.indexOf(name) !== index)
  if (twice >= 0)
    errors.push({
      place: source.placeOf(['tenancy', 'shards', twice]),
      message: `tenancy.shards names ${shards[twice]} twice`,
    })
  if (registry?.shard !== undefined && registry.database === undefined)
    errors.push({
      place: source.placeOf(['tenancy', 'registry', 'shard'], 'key'),
      message: 'tenancy.registry.shard is only for a registry that has a database of its own (registry.database)',
    })
  return errors
}
