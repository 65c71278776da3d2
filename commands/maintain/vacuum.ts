import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'

export default class MaintainVacuum extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Vacuum and analyze the tables that need it'
  static override description =
    'Many small tables in a statement, large ones by themselves. A table that is in use is left for later, and listed.'
  static override examples = [
    '<%= config.bin %> maintain vacuum',
    "<%= config.bin %> maintain vacuum public.users 'tenant_*.contacts'",
  ]
  static override args = {
    table: Args.string({description: 'a table, or a pattern with *; default: those that need it'}),
  }
  static override strict = false
  static override flags = maintainFlags

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(MaintainVacuum)
    const tables = argv.length ? argv.map(String) : null
    const work = {title: 'vacuum', tasks: [{task: 'vacuum', tables, all: tables !== null}], schedule: null} as const
    await runTasks(await this.workspace(flags), work, flags, {
      json: this.json,
      version: this.config.version,
      found: () => this.found(),
      progress: (tasks, options) => this.progress(tasks, options),
    })
  }
}
