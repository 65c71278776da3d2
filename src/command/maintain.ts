import {Flags} from '@oclif/core'
import type {Action} from '../maintenance/action.ts'
import type {MaintenanceTask} from '../maintenance/run.ts'
import type {Workspace} from '../workspace/workspace.ts'
import type {BaseCommand} from './base.ts'
import {print, printJson} from './output.ts'
import {target} from './targets.ts'

export const maintainFlags = {
  database: Flags.string({description: 'a database of the config; default: the first', helpValue: 'NAME'}),
  'lock-wait': Flags.integer({
    description: 'seconds to wait for another run to end',
    default: 0,
    min: 0,
    helpValue: 'SECONDS',
  }),
}

export type MaintainFlags = {readonly database?: string | undefined; readonly 'lock-wait': number}

type Host = {readonly json: boolean; readonly found: () => void; readonly progress: BaseCommand['progress']}

/** Does the tasks and shows what was done. Finding that something failed is exit code 1. */
export async function runTasks(
  workspace: Workspace,
  title: string,
  tasks: readonly MaintenanceTask[],
  flags: MaintainFlags,
  host: Host,
): Promise<void> {
  const {maintain} = await import('../workspace/maintain.ts')
  const name = target(workspace.project, flags.database)
  const [actions = []] = await host.progress<readonly Action[]>([
    {
      title: `${title} ${name}`,
      run: (update) =>
        maintain(workspace, name, tasks, {
          lockWait: flags['lock-wait'],
          onWait: (pid) => update(`another run is at work${pid === null ? '' : `, pid ${pid}`}`),
          onAction: (done) => update(done.map(({task, object}) => `${task} ${object}`).at(-1) ?? ''),
        }),
    },
  ])
  if (actions.some(({outcome}) => outcome === 'failed')) host.found()
  if (host.json) return printJson({database: name, actions})
  const {renderActions} = await import('../report/actions.ts')
  print(renderActions(actions))
}
