import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson, themeFor} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantStats extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'What tenants hold: sizes, rows, activity, their largest tables'
  static override description =
    'One query for all of them; rows are estimates of the statistics unless --exact counts them. When a table was last read is known from PostgreSQL 16 on.'
  static override examples = [
    '<%= config.bin %> tenant stats',
    '<%= config.bin %> tenant stats --count contacts --count deals',
    '<%= config.bin %> tenant stats acme --exact',
  ]
  static override args = {name: Args.string({description: 'a tenant; default: all', required: false})}
  static override strict = false
  static override flags = {
    ...tenantFlags,
    exact: Flags.boolean({description: 'count all rows'}),
    count: Flags.string({description: 'count the rows of this table in each', multiple: true, helpValue: 'TABLE'}),
    limit: Flags.integer({description: 'how many tenants to show', default: 20, min: 1, helpValue: 'N'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(TenantStats)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const {tenantStatistics} = await import('../../src/workspace/tenants.ts')
    const stats = await tenantStatistics(workspace, name, argv.map(String), {
      exact: flags.exact,
      count: flags.count ?? [],
    })
    if (this.json) {
      const {tenants, tables, exact} = stats
      return printJson({database: name, exact, tenants, tables: tables.slice(0, flags.limit)})
    }
    const {renderStats} = await import('../../src/report/tenants.ts')
    print(renderStats(stats, name, flags.limit, await themeFor(process.stdout)))
  }
}
