import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection, tenantFlag} from '../../src/command/inspect.ts'

export default class InspectQueries extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show which statements take the most time'
  static override description =
    'From pg_stat_statements. Statements of many tenant schemas with the same text are added up. --by-tenant: the time that\neach schema takes, where the names in a statement, its role (by its name or its search_path), or a session at work on it\ntell whose it is; pg_stat_statements itself keeps neither search_path nor application_name.'
  static override examples = ['<%= config.bin %> inspect queries', '<%= config.bin %> inspect queries prod --by-tenant']
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag, ...tenantFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectQueries)
    const {queries, queriesByTenant} = await import('../../src/inspect/queries.ts')
    const {renderQueries, renderTenantQueries} = await import('../../src/report/inspect/queries.ts')
    const workspace = await this.workspace(flags)
    if (flags['by-tenant'])
      return runInspection(workspace, args.database, flags, this.json, {
        look: (client) => queriesByTenant(client, flags.limit),
        json: (seen) => seen,
        text: renderTenantQueries,
      })
    await runInspection(workspace, args.database, flags, this.json, {
      look: (client) => queries(client, flags.limit),
      json: (seen) => seen,
      text: renderQueries,
    })
  }
}
