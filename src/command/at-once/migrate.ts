import {upToDate} from '../../workspace/up-to-date.ts'
import {print} from '../output.ts'
import {atOnce} from './at-once.ts'

/** What `migrate` may be followed by that is no database. */
export const SUBCOMMANDS = ['baseline', 'down', 'lint', 'new', 'rehearse', 'repair', 'status', 'up', 'verify']

/** `pgplumb migrate [DATABASE…]` where all is in effect. */
export const answer = atOnce(async (project, args) => {
  const named = args[0] === 'up' ? args.slice(1) : args
  if (named.some((word) => SUBCOMMANDS.includes(word))) return false
  const open = project.databases.filter((database) => !database.protected).map(({name}) => name)
  const names = named.length > 0 ? [...new Set(named)] : open
  if (names.length === 0 || !(await upToDate({project, env: process.env}, names))) return false
  for (const name of names) print(`${name}: nothing to do`)
  return true
})
