import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'
import {databasesArg, targets} from '../../src/command/targets.ts'

export default class MigrateStatus extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Tell which migrations are in effect'
  static override description = 'Also edited, missing and out-of-order files, and gaps in the numbers.'
  static override examples = ['<%= config.bin %> migrate status', '<%= config.bin %> migrate status prod --check']
  static override args = databasesArg
  static override strict = false
  static override flags = {
    check: Flags.boolean({description: 'exit 1 unless all are in effect, as they are in the files'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(MigrateStatus)
    const workspace = await this.workspace(flags)
    const {migrationsStatus} = await import('../../src/workspace/migrate.ts')
    const {renderMigrations, statusJson} = await import('../../src/report/migrations.ts')
    const names = targets(workspace.project, argv)
    const statuses = []
    for (const name of names) statuses.push({database: name, ...(await migrationsStatus(workspace, name))})
    if (flags.check && statuses.some(({entries}) => entries.some(({state}) => state !== 'applied'))) this.found()
    if (this.json) return printJson({databases: statuses.map(statusJson)})
    print(statuses.map(renderMigrations).join('\n\n'))
  }
}
