import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson, themeFor} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantList extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'The tenants of the registry, and whether each has its schema'
  static override examples = ['<%= config.bin %> tenant list', '<%= config.bin %> tenant list --database prod --json']
  static override flags = tenantFlags

  async run(): Promise<void> {
    const {flags} = await this.parse(TenantList)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const {tenantList} = await import('../../src/workspace/tenants.ts')
    const tenants = await tenantList(workspace, name)
    if (this.json) return printJson({database: name, tenants})
    const {renderTenants} = await import('../../src/report/tenants.ts')
    print(renderTenants(tenants, name, await themeFor(process.stdout)))
  }
}
