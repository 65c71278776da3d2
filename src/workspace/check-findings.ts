import type {Finding} from '../finding.ts'

type Found = {readonly database: string | null; readonly findings: readonly Finding[]}

/**
 * The findings of several checks, each once: databases of one schema have the same faults. Where several databases were
 * looked at, a finding says in which of them.
 */
export function findingsOfAll(results: readonly Found[]): Finding[] {
  const several = new Set(results.map(({database}) => database).filter((name) => name !== null)).size > 1
  const found = new Map<string, {readonly finding: Finding; readonly databases: Set<string>}>()
  for (const {database, findings} of results)
    for (const finding of findings) {
      const {rule, object, file, line, message} = finding
      const key = JSON.stringify([rule, object, file, line, message])
      const one = found.get(key) ?? {finding, databases: new Set()}
      if (database !== null && !message.startsWith(`${database}: `)) one.databases.add(database)
      found.set(key, one)
    }
  return [...found.values()].map(({finding, databases}) =>
    several && databases.size ? {...finding, message: `${finding.message} (${[...databases].join(', ')})`} : finding,
  )
}
