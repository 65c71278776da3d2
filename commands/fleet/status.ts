import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {runNumber} from '../../src/command/fleet.ts'
import {print, printJson, themeFor, widthOf} from '../../src/command/output.ts'
import {repeat} from '../../src/command/repeat.ts'

export default class FleetStatusCommand extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'How far the queue is: progress, rates, failures, workers'
  static override description =
    'All runs that go on, and the last of each kind; or one. Failures by what went wrong, and who died. Exits 1 if a tenant failed, a run was stopped, or a comparison found drift.'
  static override examples = [
    '<%= config.bin %> fleet status',
    '<%= config.bin %> fleet status 12 --json',
    '<%= config.bin %> fleet status --watch 5',
  ]
  static override args = {run: Args.string({description: 'the number of a run; default: those that go on'})}
  static override flags = {
    watch: Flags.integer({description: 'look again every so many seconds', min: 1, helpValue: 'SECONDS'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(FleetStatusCommand)
    const workspace = await this.workspace(flags)
    const {fleetStatus} = await import('../../src/workspace/fleet/status.ts')
    const {fleetJson, needsLook, renderFleet} = await import('../../src/report/fleet.ts')
    const theme = await themeFor(process.stdout)
    const run = args.run === undefined ? null : runNumber(args.run)
    const look = async () => {
      const status = await fleetStatus(workspace, run)
      if (needsLook(status)) this.found()
      return this.json ? fleetJson(status) : renderFleet(status, {theme, width: widthOf(process.stdout)})
    }
    if (flags.watch !== undefined) return repeat(flags.watch, workspace.signal, 'fleet', look)
    const shown = await look()
    if (typeof shown === 'string') print(shown)
    else printJson(shown)
  }
}
