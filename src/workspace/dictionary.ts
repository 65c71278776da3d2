import type {SourceName} from '../change.ts'
import {type Dictionary, identityOf, readDictionary} from '../dictionary/dictionary.ts'
import {madeBy} from '../dictionary/made-by.ts'
import {divide, type Module} from '../dictionary/modules.ts'
import {Failure} from '../failure.ts'
import {DEFAULT_HISTORY} from '../migrations/history.ts'
import {withConnection} from '../postgres/connect.ts'
import {inSnapshot} from '../rules/snapshot.ts'
import {MASTER, openSource} from './source.ts'
import type {Workspace} from './workspace.ts'

export type ProjectDictionary = {
  readonly source: SourceName
  readonly dictionary: Dictionary
  readonly modules: readonly Module[]
}

/**
 * The dictionary of a source, by default of the master schema. What the prelude provides is left out.
 * @throws Failure `not_a_database` for a dump, and those of opening
 */
export async function dictionaryOf(
  workspace: Workspace,
  text: string = MASTER,
  schemas: readonly string[] | null = null,
): Promise<ProjectDictionary> {
  const source = await openSource(workspace, text)
  if (!source.open)
    throw new Failure('not_a_database', `${text} is a dump, and cannot be asked`, {
      hint: 'name a database, an .sql file that makes one, or leave it out for the master schema',
    })
  const read = await source.open((address) =>
    withConnection(address, (client) => inSnapshot(client, () => readDictionary(client, schemas))),
  )
  const {project} = workspace
  const [files, provided] = [await madeBy(project.schema), await madeBy(project.prelude)]
  const isOurs = (one: {readonly schema: string; readonly name: string}): boolean =>
    !provided.has(identityOf(one)) && identityOf(one) !== identityOf({...DEFAULT_HISTORY, name: DEFAULT_HISTORY.table})
  const dictionary = {
    relations: read.relations.filter(isOurs),
    routines: read.routines.filter(isOurs),
    types: read.types.filter(isOurs),
  }
  return {source: source.name, dictionary, modules: divide(dictionary.relations, files)}
}
