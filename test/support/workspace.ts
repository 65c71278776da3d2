import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Address} from '../../src/postgres/address.ts'
import {loadProject} from '../../src/project/load.ts'
import type {Workspace} from '../../src/workspace/workspace.ts'
import {createDatabase} from './database.ts'
import {projectOf, type TestProject, urlWithPassword} from './project.ts'

export type TestWorkspace = {
  readonly workspace: Workspace
  readonly project: TestProject
  /** The database `dev`. */
  readonly dev: Address
  /** Writes the master schema. */
  readonly master: (sql: string) => void
}

/** A project with this master schema and one database `dev` with that in it, to be worked with in this process. */
export async function workspaceOf(master: string, dev: string, config = ''): Promise<TestWorkspace> {
  const address = await createDatabase(dev)
  const project = projectOf({
    'sql/schema.sql': master,
    'pgplumb.yaml': `databases:\n  dev: {url: ${JSON.stringify(urlWithPassword(address))}, disposable: true}\n${config}`,
  })
  const workspace = {project: await loadProject({cwd: project.root, env: {}, warn: () => {}}), env: {}}
  const file = join(project.root, 'sql/schema.sql')
  return {workspace, project, dev: address, master: (sql) => writeFileSync(file, sql)}
}
