import type {Entry, Part, Schema} from './entry.ts'
import {homesOf, isSatellite, prefixes} from './home.ts'

/** Finds an object with what belongs to it, by its key. What belongs to whom is looked up, not searched, from the second on. */
export function partReader({entries}: Schema): (key: string) => Part {
  let satellites: Map<string, Entry[]> | undefined
  const found = new Map<string, Part>()
  return (key) => {
    const known = found.get(key)
    if (known) return known
    satellites ??= index(entries.values())
    const main = entries.get(key)
    const near = satellites.get(key.slice(key.indexOf('\n') + 1)) ?? []
    const part = [...(main ? [main] : []), ...near.filter((entry) => entry !== main && homesOf(entry).includes(key))]
    found.set(key, part)
    return part
  }
}

/** Satellites under each `schema\ntag` that may be their home's. */
function index(entries: Iterable<Entry>): Map<string, Entry[]> {
  const map = new Map<string, Entry[]>()
  for (const entry of entries)
    if (isSatellite(entry))
      for (const tag of prefixes(entry.tag)) {
        const home = `${entry.schema ?? ''}\n${tag}`
        map.set(home, [...(map.get(home) ?? []), entry])
      }
  return map
}
