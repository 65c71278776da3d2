import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'

export default class MaintainReindex extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Rebuild indexes without blocking'
  static override description =
    'REINDEX CONCURRENTLY: the named tables, or those of heavily updated tables. What failed rebuilds left is removed.'
  static override examples = [
    '<%= config.bin %> maintain reindex',
    "<%= config.bin %> maintain reindex public.users 'tenant_*.contacts'",
  ]
  static override args = {
    table: Args.string({description: 'a table, or a pattern with *; default: those that need it'}),
  }
  static override strict = false
  static override flags = maintainFlags

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(MaintainReindex)
    const tables = argv.length ? argv.map(String) : null
    const work = {title: 'reindex', tasks: [{task: 'reindex', tables}], schedule: null} as const
    await runTasks(await this.workspace(flags), work, flags, {
      json: this.json,
      version: this.config.version,
      found: () => this.found(),
      progress: (tasks, options) => this.progress(tasks, options),
    })
  }
}
