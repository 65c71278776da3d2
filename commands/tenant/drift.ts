import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {target} from '../../src/command/targets.ts'

export default class TenantDriftCommand extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = "Compare every tenant's schema with the template's"
  static override description =
    'One dump of the database, whatever the number of tenants. Those that differ in the same way are shown together; plan\n--tenants has the SQL that mends each group, apply --tenants runs it. Exits 1 if any differs.'
  static override examples = ['<%= config.bin %> tenant drift', '<%= config.bin %> tenant drift --database prod --json']
  static override flags = {
    database: Flags.string({description: 'a database of the config; default: the first', helpValue: 'NAME'}),
    privileges: Flags.boolean({description: 'compare grants', default: true, allowNo: true}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(TenantDriftCommand)
    const workspace = await this.workspace(flags)
    const {showTenantDrift} = await import('../../src/command/tenant-drift.ts')
    const name = target(workspace.project, flags.database)
    if (await showTenantDrift(workspace, name, {privileges: flags.privileges, json: this.json})) this.found()
  }
}
