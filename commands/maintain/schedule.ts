import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {databaseFlag} from '../../src/command/maintain.ts'
import {print, printExact, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'
import {SCHEDULERS} from '../../src/maintenance/schedule/schedulers.ts'

export default class MaintainSchedule extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Have the maintenance of the config started at its times'
  static override description =
    'Prints what makes a scheduler do it, or installs that. Times are in the config: maintenance: {at: {daily: "0 2 * * *"}}.\n--check tells whether what is installed is still what the config says, and when each ran last; it exits 1 if not.'
  static override examples = [
    '<%= config.bin %> maintain schedule crontab --database prod --install',
    '<%= config.bin %> maintain schedule crontab --database prod --check',
    '<%= config.bin %> maintain schedule kubernetes --database prod | kubectl apply -f -',
  ]
  static override args = {
    scheduler: Args.string({description: SCHEDULERS.join(', '), required: true, options: [...SCHEDULERS]}),
  }
  static override flags = {
    ...databaseFlag,
    install: Flags.boolean({description: 'install it', exclusive: ['check']}),
    check: Flags.boolean({description: 'compare with what is installed'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MaintainSchedule)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const {checkSchedule, installSchedule, planSchedule} = await import('../../src/workspace/schedule.ts')
    const {renderSchedule, renderScheduleState} = await import('../../src/report/maintenance/schedule.ts')
    const scheduler = SCHEDULERS.find((one) => one === args.scheduler) ?? 'crontab'
    const launcher = [process.execPath, process.argv[1] ?? this.config.bin]
    const plan = planSchedule(workspace, name, scheduler, {launcher, version: this.config.version})
    if (flags.check) {
      const state = await checkSchedule(workspace, name, plan)
      if (state.installed !== 'yes') this.found()
      if (this.json) return printJson({database: name, scheduler, ...state})
      return print(renderScheduleState(state, plan))
    }
    const done = flags.install ? await installSchedule(workspace, name, plan) : []
    if (this.json) return printJson({database: name, installed: flags.install, ...plan, done})
    if (flags.install) return print(done.join('\n'))
    printExact(renderSchedule(plan))
  }
}
