import {loadProject} from '../project/load.ts'
import {upToDate} from '../workspace/up-to-date.ts'
import {print} from './output.ts'

/** What `migrate` may be followed by that is no database. */
export const SUBCOMMANDS = ['baseline', 'down', 'lint', 'new', 'rehearse', 'repair', 'status', 'up', 'verify']

/**
 * `pgplumb migrate [DATABASE…]` where all is in effect, as nearly every time a deployment runs it: answered before the
 * machinery of the command line is loaded. False: it takes that to run, or to say what is wrong.
 */
export async function sayUpToDate(args: readonly string[]): Promise<boolean> {
  const [command, ...rest] = args
  const named = rest[0] === 'up' ? rest.slice(1) : rest
  if (command !== 'migrate' || named.some((word) => word.startsWith('-') || SUBCOMMANDS.includes(word))) return false
  try {
    // Warnings are for the one who says all.
    const warn = (message: string) => {
      throw new Error(message)
    }
    const project = await loadProject({cwd: process.cwd(), env: process.env, warn})
    const open = project.databases.filter((database) => !database.protected).map(({name}) => name)
    const names = named.length > 0 ? [...new Set(named)] : open
    if (names.length === 0 || !(await upToDate({project, env: process.env}, names))) return false
    for (const name of names) print(`${name}: nothing to do`)
    return true
  } catch {
    return false
  }
}
