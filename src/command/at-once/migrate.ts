import {relative} from 'node:path'
import {loadMigrations} from '../../migrations/folder.ts'
import {upToDate} from '../../workspace/up-to-date.ts'
import {print} from '../output.ts'
import {atOnce} from './at-once.ts'

/** What `migrate` may be followed by that is no database. */
export const SUBCOMMANDS = ['baseline', 'down', 'lint', 'new', 'rehearse', 'repair', 'status', 'up', 'verify']

/** `pgplumb migrate [DATABASE…]` where nobody has to be asked: a deployment's. Mostly all is in effect. */
export const answer = atOnce(async (project, args, {version, hurry}) => {
  const named = args[0] === 'up' ? args.slice(1) : args
  if (named.some((word) => SUBCOMMANDS.includes(word))) return false
  const open = project.databases.filter((database) => !database.protected).map(({name}) => name)
  const names = named.length > 0 ? [...new Set(named)] : open
  if (names.length === 0) return false
  const workspace = {project, env: process.env}
  const folder = loadMigrations(relative(process.cwd(), project.migrations) || '.')
  if (await upToDate(workspace, names, folder)) {
    for (const name of names) print(`${name}: nothing to do`)
    return true
  }
  if (!names.every((name) => open.includes(name))) return false
  hurry()
  const {migrateDirectly} = await import('../migrate-directly.ts')
  await migrateDirectly(workspace, names, {folder, toolVersion: version})
  return true
})
