import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'

const SCHEDULES = ['daily', 'weekly', 'monthly'] as const

export default class MaintainRun extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Do the daily, weekly or monthly maintenance of the config'
  static override description =
    'One run at a time in a database, within its window (--until, --budget, or the config), what is most worth it first; the\nnext run goes on where it was stopped. It waits while standbys lag or too many sessions are active, and gives way to\nwhoever waits for a lock of it. Every action is recorded, see: maintain history. Exits 1 if something failed or was\nfound.'
  static override examples = [
    '<%= config.bin %> maintain run daily',
    '<%= config.bin %> maintain run weekly --database prod --until 05:00',
    '<%= config.bin %> maintain run weekly --dry-run',
    '<%= config.bin %> maintain run daily --format prometheus --output pgplumb.prom',
  ]
  static override args = {
    schedule: Args.string({description: SCHEDULES.join(', '), required: true, options: [...SCHEDULES]}),
  }
  static override flags = maintainFlags

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MaintainRun)
    const workspace = await this.workspace(flags)
    const {tasksOf} = await import('../../src/workspace/maintain.ts')
    const schedule = SCHEDULES.find((name) => name === args.schedule) ?? 'daily'
    const work = {title: `${schedule} maintenance of`, tasks: tasksOf(workspace, schedule), schedule}
    await runTasks(workspace, work, flags, {
      json: this.json,
      version: this.config.version,
      found: () => this.found(),
      progress: (tasks, options) => this.progress(tasks, options),
    })
  }
}
