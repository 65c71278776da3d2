import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {runNumber} from '../../src/command/fleet.ts'
import {print, printJson} from '../../src/command/output.ts'

export default class FleetCancel extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Begin no further tenant of a run'
  static override description = 'What is running is finished, and what is done stays done.'
  static override examples = ['<%= config.bin %> fleet cancel 12']
  static override args = {run: Args.string({description: 'the number of the run', required: true})}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(FleetCancel)
    const workspace = await this.workspace(flags)
    const {fleetCancel} = await import('../../src/workspace/fleet/status.ts')
    const cancelled = await fleetCancel(workspace, runNumber(args.run))
    if (this.json) return printJson(cancelled)
    const {run, left, running} = cancelled
    print(`run ${run} is cancelled: ${left} not begun${running > 0 ? `, ${running} still running` : ''}`)
  }
}
