import {relative} from 'node:path'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {readScriptFile} from '../postgres/script/read.ts'
import {runScript} from '../postgres/script/run.ts'
import {openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

/** Runs the seed files in a database, each in a transaction. Returns how many files. */
export async function seed(workspace: Workspace, name: string): Promise<number> {
  return seedAddress(workspace, (await openDatabase(workspace, name)).address)
}

export async function seedAddress({project, signal, onProgress}: Workspace, address: Address): Promise<number> {
  for (const file of project.seeds) {
    const shown = relative(process.cwd(), file) || file
    onProgress?.(shown)
    await withConnection(address, (client) =>
      runScript(client, readScriptFile(shown, {directory: project.root}), {
        transaction: true,
        ...(signal ? {signal} : {}),
      }),
    )
  }
  return project.seeds.length
}
