import type {Folder} from '../migrations/files.ts'
import type {Workspace} from '../workspace/workspace.ts'
import {endInFailure} from './end-in-failure.ts'
import {Interruption} from './interruption.ts'
import {MIGRATE_DEFAULTS} from './migrate-defaults.ts'
import {migrate} from './migrate-up.ts'
import {showProgress} from './show-progress.ts'
import {tellUncaught} from './tell-uncaught.ts'

/** `migrate` as it is without flags, in databases that are not protected. */
export async function migrateDirectly(
  workspace: Workspace,
  names: readonly string[],
  {folder, toolVersion}: {readonly folder: Folder; readonly toolVersion: string},
): Promise<void> {
  const how = {commandLine: 'pgplumb migrate', json: false, debug: false}
  tellUncaught((error) => endInFailure(error, how))
  const interruption = new Interruption()
  const {signal} = interruption
  try {
    await migrate({...workspace, signal}, names, MIGRATE_DEFAULTS, {
      json: false,
      version: toolVersion,
      folder,
      confirm: async () => {},
      progress: (tasks, options) => showProgress(tasks, {...options, quiet: false, signal}),
    })
  } catch (error) {
    await endInFailure(error, how, interruption.exitCode)
  } finally {
    interruption.end()
  }
}
