import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson, themeFor, widthOf} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'

export default class TenantDriftCommand extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = "Compare every tenant's schema with the template's"
  static override description =
    'One dump of the database, whatever the number of tenants. Those that differ in the same way are shown together. Exits 1 if any differs.'
  static override examples = ['<%= config.bin %> tenant drift', '<%= config.bin %> tenant drift --database prod --json']
  static override flags = {
    database: Flags.string({description: 'a database of the config; default: the first', helpValue: 'NAME'}),
    privileges: Flags.boolean({description: 'compare grants', default: true, allowNo: true}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(TenantDriftCommand)
    const workspace = await this.workspace(flags)
    const {tenantDrift} = await import('../../src/workspace/tenants.ts')
    const name = target(workspace.project, flags.database)
    const found = await tenantDrift(workspace, name, {privileges: flags.privileges})
    if (found.groups.length || found.absent.length) this.found()
    const {renderTenantDrift, tenantDriftJson} = await import('../../src/report/tenant-drift.ts')
    if (this.json) return printJson({database: name, ...tenantDriftJson(found)})
    print(renderTenantDrift(found, name, {theme: await themeFor(process.stdout), width: widthOf(process.stdout)}))
  }
}
