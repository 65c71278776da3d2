import {Flags} from '@oclif/core'
import {Failure} from '../failure.ts'
import type {Queued} from '../workspace/fleet/queue.ts'
import type {Workspace} from '../workspace/workspace.ts'
import {print, printJson, themeFor} from './output.ts'
import {protectedName} from './protected-name.ts'

export const maxFailuresFlag = {
  'max-failures': Flags.integer({
    description: 'begin no further tenant after so many failed',
    default: 10,
    min: 1,
    helpValue: 'N',
  }),
}

/** What has to be typed before protected databases of the fleet are changed: their names on their servers. */
export async function protectedShards(workspace: Workspace): Promise<string | undefined> {
  const {shardsOfConfig} = await import('../workspace/fleet/members.ts')
  const names: string[] = []
  for (const shard of shardsOfConfig(workspace)) {
    const name = await protectedName(workspace, shard)
    if (name !== undefined && !names.includes(name)) names.push(name)
  }
  return names.length > 0 ? names.join(',') : undefined
}

/** What was put on the queue, and how to go on. */
export async function showQueued(queued: Queued, what: string, json: boolean): Promise<void> {
  if (json) return printJson(queued)
  const {renderQueued} = await import('../report/fleet.ts')
  print(renderQueued(queued, what, await themeFor(process.stdout)))
}

/** @throws Failure `usage` */
export function runNumber(text: string): number {
  const run = Number(text)
  if (Number.isInteger(run) && run > 0 && run < 2 ** 31) return run
  throw new Failure('usage', `"${text}" is no number of a run`, {hint: 'pgplumb fleet status shows them'})
}
