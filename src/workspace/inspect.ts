import type pg from 'pg'
import {inInspection} from '../inspect/session.ts'
import {openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

/** Looks at a database in a session that can write nothing. `timeout` is in ms, for each statement. */
export async function inspect<T>(
  workspace: Workspace,
  name: string,
  look: (client: pg.Client) => Promise<T>,
  options: {readonly timeout?: number} = {},
): Promise<T> {
  const {address} = await openDatabase(workspace, name)
  return inInspection(address, options, look)
}
