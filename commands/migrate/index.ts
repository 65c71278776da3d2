import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {migrateFlags} from '../../src/command/migrate-flags.ts'
import {databasesArg, targets} from '../../src/command/targets.ts'

export default class Migrate extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Run the migrations that are pending'
  static override description =
    'A transaction a file; statements that cannot run in one (CREATE INDEX CONCURRENTLY …) run alone, and a rerun goes on\nwhere it stopped. Any number of runs at once end with one doing the work.'
  static override examples = [
    '<%= config.bin %> migrate',
    '<%= config.bin %> migrate dev --to 003',
    '<%= config.bin %> migrate prod --dry-run',
  ]
  static override args = databasesArg
  static override strict = false
  static override flags = {
    ...confirmFlags,
    ...migrateFlags,
    'single-transaction': Flags.boolean({description: 'all files in one transaction: all of them or none'}),
    'dry-run': Flags.boolean({description: 'print the SQL, as psql can run it'}),
    'allow-out-of-order': Flags.boolean({description: 'run files that come before one that is applied'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Migrate)
    const {migrate} = await import('../../src/command/migrate-up.ts')
    const workspace = await this.workspace(flags)
    await migrate(workspace, targets(workspace.project, argv), flags, {
      json: this.json,
      version: this.config.version,
      confirm: (question, name) => this.confirm(question, flags, name),
      progress: (tasks, options) => this.progress(tasks, options),
    })
  }
}
