import type {Workspace} from '../workspace/workspace.ts'

/** What has to be typed, or given with --confirm, before a protected database is changed: its name on the server. */
export async function protectedName({project}: Workspace, name: string): Promise<string | undefined> {
  const entry = project.databases.find((database) => database.name === name)
  return entry?.protected ? (await entry.resolve()).address.database : undefined
}

/** Those of several databases, as `confirm` takes them. */
export async function protectedNames(
  workspace: Workspace,
  names: readonly string[],
): Promise<readonly {readonly name: string; readonly why: string}[]> {
  const found = await Promise.all(names.map((name) => protectedName(workspace, name)))
  return found.flatMap((name) => (name === undefined ? [] : [{name, why: 'is protected'}]))
}
