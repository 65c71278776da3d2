import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'

const SCHEDULES = ['daily', 'weekly', 'monthly'] as const

export default class MaintainRun extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Do the daily, weekly or monthly maintenance of the config'
  static override description = 'One run at a time in a database; every action is recorded, see: maintain history.'
  static override examples = [
    '<%= config.bin %> maintain run daily',
    '<%= config.bin %> maintain run weekly --database prod',
  ]
  static override args = {
    schedule: Args.string({description: SCHEDULES.join(', '), required: true, options: [...SCHEDULES]}),
  }
  static override flags = maintainFlags

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MaintainRun)
    const workspace = await this.workspace(flags)
    const schedule = SCHEDULES.find((name) => name === args.schedule) ?? 'daily'
    await runTasks(workspace, `${schedule} maintenance of`, workspace.project.maintenance[schedule], flags, {
      json: this.json,
      found: () => this.found(),
      progress: (tasks, options) => this.progress(tasks, options),
    })
  }
}
