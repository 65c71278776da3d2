import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'

export default class MaintainRepack extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Rewrite bloated tables without blocking, by pg_repack'
  static override description =
    "The named tables, or those of which at least 30 % and 1 MB is bloat. It needs the extension pg_repack in the database,\nits program of the same version here, and room for a copy. It waits 30 seconds for a lock, ends nobody's session, and\nthen gives the table up."
  static override examples = [
    '<%= config.bin %> maintain repack --dry-run',
    '<%= config.bin %> maintain repack public.orders',
  ]
  static override args = {
    table: Args.string({description: 'a table, or a pattern with *; default: those that need it'}),
  }
  static override strict = false
  static override flags = maintainFlags

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(MaintainRepack)
    const tables = argv.length ? argv.map(String) : null
    const work = {title: 'repack', tasks: [{task: 'repack', tables}], schedule: null} as const
    await runTasks(await this.workspace(flags), work, flags, {
      json: this.json,
      version: this.config.version,
      found: () => this.found(),
      progress: (tasks, options) => this.progress(tasks, options),
    })
  }
}
