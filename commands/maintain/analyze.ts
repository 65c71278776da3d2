import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'

export default class MaintainAnalyze extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Update the statistics of tables that need it'
  static override description = 'What the planner knows of the values in a table.'
  static override examples = [
    '<%= config.bin %> maintain analyze',
    "<%= config.bin %> maintain analyze public.users 'tenant_*.contacts'",
  ]
  static override args = {
    table: Args.string({description: 'a table, or a pattern with *; default: those that need it'}),
  }
  static override strict = false
  static override flags = maintainFlags

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(MaintainAnalyze)
    const tables = argv.length ? argv.map(String) : null
    const work = {title: 'analyze', tasks: [{task: 'analyze', tables, all: tables !== null}], schedule: null} as const
    await runTasks(await this.workspace(flags), work, flags, {
      json: this.json,
      version: this.config.version,
      found: () => this.found(),
      progress: (tasks, options) => this.progress(tasks, options),
    })
  }
}
