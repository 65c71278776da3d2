import {Args} from '@oclif/core'
import {Failure} from '../failure.ts'
import {databaseEntry} from '../project/databases.ts'
import type {Project} from '../project/project.ts'

/** `[DATABASE…]`: oclif takes further ones through `strict = false`. */
export const databasesArg = {
  database: Args.string({
    description: 'a database of the config; default: all that are not protected',
    required: false,
  }),
}

/**
 * The databases a command is for: those that were named, else all of the config that are not protected.
 * @throws Failure `only_protected`, `unknown_database`
 */
export function targets(project: Project, names: readonly unknown[]): string[] {
  const named = names.filter((name): name is string => typeof name === 'string')
  for (const name of named) databaseEntry(project, name)
  if (named.length) return [...new Set(named)]
  const open = project.databases.filter((database) => !database.protected).map(({name}) => name)
  if (open.length) return open
  throw new Failure('only_protected', 'all databases of the config are protected, so one has to be named', {
    hint: `there ${project.databases.length === 1 ? 'is' : 'are'} ${project.databases.map(({name}) => name).join(', ')}`,
  })
}

/** The one database a command is for: the named one, else the first of the config. */
export const target = (project: Project, name: string | undefined): string =>
  name ?? project.databases[0]?.name ?? 'dev'
