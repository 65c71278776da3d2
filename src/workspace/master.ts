import {Failure} from '../failure.ts'
import type {Recipe} from '../schema/recipe.ts'
import type {Workspace} from './workspace.ts'

/**
 * The files that make a database of the project: what the platform provides, then the master schema.
 * @throws Failure `no_schema`
 */
export function masterRecipe({project}: Workspace): Recipe {
  if (!project.schema.length)
    throw new Failure('no_schema', 'the project has no master schema', {
      hint: 'write sql/schema.sql, or say in the config where it is: schema: path/to/schema.sql',
    })
  return {files: [...project.prelude, ...project.schema], root: project.root}
}
